"""What citizens write, in everyday Indonesian and the Malay of the lower Batanghari. Only data.

Every line was made up for this project. `{area}` is a kelurahan, `{spot}` a landmark in it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One kind of happening and the words of those who tell of it."""

    incident_type: str  # a top-level type of the place; empty: nothing happened
    weight: int  # how often, against the other scenes
    openings: tuple[str, ...]
    later: tuple[str, ...] = ()  # what the same person adds
    callers: tuple[int, int] = (1, 1)  # fewest and most people who tell of it
    web_share: float = 0.0  # how many of them use the web form
    located: bool = True  # has a place


SPOTS = (
    "dekat masjid",
    "belakang pasar",
    "depan SD",
    "samping minimarket",
    "simpang tiga",
    "dekat jembatan",
    "gang sebelah musala",
    "depan puskesmas",
    "pinggir sungai",
    "dekat pos ronda",
    "belakang ruko",
    "lorong kecil dekat bengkel",
)

NAMES = (
    "Yanti",
    "Pak Rusdi",
    "Ujang",
    "Mak Eka",
    "Dedi",
    "Siti R",
    "Bang Heri",
    "Nurul",
    "Anton",
    "Bu Lis",
    "Fitri",
    "Joni",
    "Rahmat",
    "Wak Leman",
    "Desi",
    "Mbak Tini",
    "Arif",
    "🌸Ayu🌸",
    "M. Zaki",
    "Toko Berkah",
)

SCENES = (
    Scene(
        incident_type="fire",
        weight=3,
        callers=(2, 5),
        web_share=0.1,
        openings=(
            "KEBAKARAN pak di {area} {spot}!! tolong cepat",
            "ado rumah tebakar di {area}, {spot}. apinyo besak nian",
            "Tolong kirim damkar ke {area}, {spot}, api sudah ke rumah sebelah",
            "asap hitam tebal dari {spot} {area}, kayaknyo kebakaran",
            "min kebakaran min, {area} {spot} 🔥🔥",
        ),
        later=(
            "cepatlah pak, angin kencang",
            "katonyo masih ado nenek di dalam",
            "rumah kayu semua di sini",
            "damkar lah jalan belum?",
        ),
    ),
    Scene(
        incident_type="traffic_accident",
        weight=5,
        callers=(1, 3),
        web_share=0.1,
        openings=(
            "ado kecelakaan motor di {area} {spot}, orangnyo dak sadar",
            "Lapor, tabrakan mobil sama motor {spot} {area}. Korban 2 orang, kaki patah",
            "pak tolong ambulan, lakalantas di {area}, {spot}, kepalanyo bedarah",
            "truk nabrak warung {spot} {area}, sopirnyo tejepit",
        ),
        later=("sudah ado polisi belum pak", "korban lah dipinggirkan warga", "darahnyo banyak"),
    ),
    Scene(
        incident_type="medical",
        weight=6,
        web_share=0.1,
        openings=(
            "tolong pak bapak saya sesak napas, dadanyo sakit. di {area} {spot}",
            "ibu saya jatuh di kamar mandi dak bisa bangun, {area} {spot}",
            "bini awak nak melahirkan, ketuban la pecah, dak ado mobil. {area} {spot}",
            "anak saya kejang panas tinggi, kami di {area}, {spot}",
            "minta ambulans ke {area}, kakek pingsan dari tadi, napasnya pelan",
        ),
        later=(
            "umurnyo 62 tahun, ado sakit jantung",
            "masih sadar tapi lemas",
            "kami tunggu di depan rumah pagar hijau",
        ),
    ),
    Scene(
        incident_type="crime",
        weight=2,
        openings=(
            "barusan ado begal di {area} {spot}, motor kawan awak dibawak lari",
            "tolong ada tawuran anak-anak bawa parang {spot} {area}",
            "rumah tetangga dimaling, orangnyo masih di dalam. {area} {spot}",
        ),
        later=("mereka 4 orang 2 motor", "jangan telpon saya pak, takut kedengeran"),
    ),
    Scene(
        incident_type="disaster",
        weight=2,
        callers=(1, 3),
        web_share=0.3,
        openings=(
            "banjir sudah sepinggang di {area} {spot}, ada lansia belum keluar",
            "aek naik terus {area} {spot}, kami butuh perahu",
            "pohon besak tumbang nimpa rumah di {area} {spot}",
        ),
        later=("listrik masih nyala pak bahaya", "ada 3 KK di sini"),
    ),
    Scene(
        incident_type="rescue",
        weight=2,
        web_share=0.2,
        openings=(
            "ular masuk rumah pak besak, di {area} {spot}, kami dak berani masuk",
            "ado anak hanyut waktu mandi di sungai, {area}!! tolong",
            "minta tolong evakuasi sarang tawon {spot} {area}, lah ada yang disengat",
            "buayo muncul dekat tangga mandi {area}",
        ),
        later=("sudah 10 menit dak keliatan", "warga lagi nyari pakai perahu"),
    ),
    Scene(
        incident_type="abandoned_person",
        weight=1,
        web_share=0.3,
        openings=(
            "ada nenek-nenek bingung dari pagi {spot} {area}, dak tau alamatnyo",
            "ODGJ ngamuk bawa kayu di {area} {spot}",
        ),
        later=("pakai baju merah", "la dikasih makan samo warga"),
    ),
    Scene(
        incident_type="public_facility",
        weight=5,
        web_share=0.6,
        openings=(
            "lampu jalan mati seminggu di {area} {spot}, gelap nian",
            "jalan belubang dalam di {area} {spot}, lah 3 orang jatuh",
            "parit sumbat {spot} {area}, aek ke rumah warga",
            "sampah numpuk dak diangkut 4 hari {area} {spot}",
            "kabel listrik menjuntai {spot} {area} bahaya anak-anak",
        ),
        later=("kapan diperbaiki pak?", "terima kasih sebelumnya 🙏"),
    ),
    Scene(
        incident_type="",
        weight=7,
        located=False,
        openings=(
            "p",
            "P",
            "tes",
            "test 123",
            "halo",
            "Assalamualaikum",
            "selamat malam min",
            "woi",
            "wkwkwk",
            "pinjam dulu seratus",
        ),
        later=("p", "wkwk", "kok dak dibalas"),
    ),
    Scene(
        incident_type="",
        weight=3,
        located=False,
        openings=(
            "bang pesanan saya sampai mana ya?",
            "ini nomor bengkel yang di simpang kan?",
            "Bu, besok arisan jadi jam berapa",
            "min cara urus KK hilang gimana ya",
            "nomor call center PDAM berapo pak?",
        ),
        later=("oh maaf salah nomor", "ok makasih"),
    ),
)
