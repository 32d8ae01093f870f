"""What many people write about the same few happenings. Only data; every line was made up here.

`{where}` is how the writer says the place. Of each kind the first lines are for tuning the radar,
the lines of `held` for measuring it: nobody tunes by the words that are measured.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A happening, and the words of its witnesses, later ones, and victims."""

    incident_type: str
    tuned: tuple[str, ...]
    held: tuple[str, ...]
    details: tuple[str, ...]  # of this one happening: every witness may name it
    victims: tuple[str, ...] = ()  # of somebody in it; force the question
    adds: tuple[str, ...] = ()  # what some say besides
    crowd: tuple[int, int] = (1, 4)  # reporters, fewest and most


KINDS: tuple[Kind, ...] = (
    Kind(
        incident_type="fire.building",
        tuned=(
            "kebakaran {where} {detail} terbakar tolong kirim damkar",
            "ado kebakaran pak {where}, apinyo la besak nian",
            "api besar dari {detail} {where}, sudah merambat",
            "tlg pak kbakaran {where}!! {detail}",
            "pak damkar, {detail} {where} kebakar, asap hitam tebal",
            "kebakaran {where}",
        ),
        held=(
            "mohon pemadam segera {where}, ada {detail} dilalap api",
            "api ngamuk {where} pak, {detail} hampir habis",
            "min ada rumah tebako {where}, {detail}",
            "lapor kebakaran hebat {where} warga panik",
            "kbkaran bang {where} {detail} cpt kirim mobil pmadam",
            "dari tadi api belum padam {where}",
        ),
        details=(
            "gudang ban",
            "rumah panggung",
            "ruko tiga pintu",
            "bedeng lima pintu",
            "toko plastik",
            "bengkel las",
            "kios pasar",
            "rumah kosong",
            "warung pecel lele",
            "gudang karet",
        ),
        victims=(
            "kami terjebak di lantai dua {where}, api di bawah, anak saya dua",
            "ibu saya lansia masih di dalam rumah {where} tolong, rumah sebelah terbakar",
            "istri saya hamil dak bisa keluar {where}, asap masuk rumah",
        ),
        crowd=(6, 40),
        adds=("damkar belum datang", "anginnyo kencang", "apinyo makin besar"),
    ),
    Kind(
        incident_type="fire.vehicle",
        tuned=(
            "{detail} terbakar {where}",
            "ado {detail} tebakar {where} pak, apinyo dari mesin",
            "tlg damkar, {detail} kbakar di tengah jalan {where}",
        ),
        held=(
            "{detail} keluar api {where}, takut meledak",
            "asap dari {detail} {where} terus nyala api",
            "bang ado {detail} tebako {where}",
        ),
        details=("mobil avanza", "truk batubara", "motor matic", "mobil tangki", "angkot kuning"),
        victims=("sopir {detail} terjepit {where} apinya dekat",),
        crowd=(2, 9),
        adds=("damkar belum datang", "jalan ditutup warga"),
    ),
    Kind(
        incident_type="traffic_accident.injury",
        tuned=(
            "kecelakaan {where} {detail}, korban luka",
            "ado tabrakan {where} pak {detail}, orangnyo dak sadar",
            "laka lantas {where} {detail} tlg ambulan",
            "tabrakan {detail} {where} kepalanya berdarah",
        ),
        held=(
            "lapor ada lakalantas {where}, {detail}, kaki patah",
            "tolong ambulans {where} habis tabrakan {detail}",
            "dua orang tegeletak {where} {detail} pak, bedarah galo",
            "kclakaan {where} {detail} msh dijalan korbannya",
        ),
        details=(
            "motor lawan truk",
            "mobil hitam lawan motor",
            "bus nabrak warung",
            "motor sama motor",
            "truk sawit terguling",
            "pickup masuk parit",
        ),
        victims=("kaki saya kejepit di mobil {where} habis tabrakan", "anak saya ditabrak {where}"),
        crowd=(2, 10),
        adds=("ambulan belum datang", "korban dipinggirkan warga"),
    ),
    Kind(
        incident_type="medical.unconscious",
        tuned=(
            "ada bapak pingsan {where}, {detail}",
            "orang dak sadar {where} pak {detail} tolong ambulan",
            "tlg ambulance {where} {detail} pingsan",
        ),
        held=(
            "seorang {detail} tergeletak tidak sadar {where}",
            "minta ambulan {where}, {detail} semaput",
            "ado {detail} rebah dak gerak {where}",
        ),
        details=("bapak tua", "tukang becak", "penjual sayur", "ibu baju merah", "kakek"),
        crowd=(1, 3),
    ),
    Kind(
        incident_type="medical.childbirth",
        tuned=("istri saya mau melahirkan {where} ketuban pecah", "bini sayo nak beranak {where}"),
        held=("adik saya sudah mules mau lahiran {where}", "ketuban pecah {where} tolong bidan"),
        details=("",),
        crowd=(1, 1),
    ),
    Kind(
        incident_type="crime.brawl",
        tuned=(
            "tawuran {where} {detail} bawa parang",
            "ado budak betawur {where} pak, {detail}",
            "tlg polisi ada tawuran {where}",
        ),
        held=(
            "anak geng motor rusuh {where} {detail}",
            "pada bawa sajam {where}, {detail} serang serangan",
            "lapor perkelahian massal {where}",
        ),
        details=("anak sekolah", "sekitar 30 orang", "geng motor", "dua kampung"),
        victims=("teman saya kena bacok {where} darahnya banyak",),
        crowd=(2, 7),
    ),
    Kind(
        incident_type="rescue.drowning",
        tuned=(
            "ada anak tenggelam {where}",
            "budak hanyut {where} pak tolong",
            "orang kelelep {where} warga lagi nyari",
        ),
        held=(
            "tolong ado yang kelelep {where} belum nampak",
            "anak laki laki terbawa arus {where}",
            "korban tenggelam {where} tlg tim sar",
        ),
        details=("",),
        crowd=(1, 6),
    ),
    Kind(
        incident_type="rescue.animal_snake",
        tuned=("ular masuk rumah {where} {detail}", "ado ular besak {where} pak"),
        held=("minta evakuasi ular {where} {detail}", "ular sawah di dapur {where}"),
        details=("piton", "kobra", "di kamar mandi"),
        crowd=(1, 2),
    ),
    Kind(
        incident_type="public_facility.fallen_tree",
        tuned=("pohon tumbang {where} nutup jalan", "ado pohon besak rubuh {where} {detail}"),
        held=("pohon melintang {where} mobil dak bisa lewat", "phn tumbang {where} {detail}"),
        details=("kena kabel", "pohon mahoni", "timpa mobil"),
        crowd=(1, 6),
    ),
    Kind(
        incident_type="public_facility.street_light",
        tuned=("lampu jalan mati {where} gelap nian", "lpju padam {where} sudah seminggu"),
        held=("penerangan jalan mati {where}", "lampu jln {where} dak nyala"),
        details=("",),
        crowd=(1, 2),
    ),
)

SECOND_LINES = (
    "cepat pak",
    "sudah ramai orang",
    "macet total pak",
    "tolong segera ya",
    "ini serius pak",
    "",
    "",
    "",
    "",
    "",
)

STREET_KINDS = ("Jl.", "Jl.", "Jl.", "Jalan", "Lorong", "Lorong", "Gang", "Lrg.")
STREET_NAMES = (
    "Melur",
    "Kapten Saleh",
    "Rajawali",
    "Haji Somad",
    "Cempaka",
    "Bungur",
    "Tangkit Raya",
    "Sultan Mahmud",
    "Delima",
    "Pelita",
    "Gajah Putih",
    "Nangka",
    "Marsekal Yusuf",
    "Teratai",
    "Sepakat",
    "Rawa Indah",
    "Pahlawan Rimba",
    "Kolonel Amir",
    "Merpati",
    "Sumber Rejo",
    "Duku",
    "Kuningan",
    "Purnama",
    "Flamboyan",
    "Datuk Bandar",
    "Serunai",
    "Bakti",
    "Tembesu",
    "Walet",
    "Mufakat",
    "Karya Maju",
    "Putri Pinang",
)
LANDMARK_KINDS = ("masjid", "musala", "SD", "toko", "warung", "bengkel", "SMP", "apotek", "hotel")
LANDMARK_NAMES = (
    "Al Ikhlas",
    "Nurul Huda",
    "Sinar Jaya",
    "Mbok Nah",
    "Mitra Abadi",
    "Sehat",
    "Kencana",
    "Bina Bangsa",
    "Harapan",
    "Barokah",
    "Makmur",
    "Tunas Muda",
    "Pak Uban",
    "Setia Kawan",
    "Darul Falah",
    "Anugerah",
)
LANDMARKS = (
    "SPBU",
    "pasar Keluarga",
    "puskesmas pembantu",
    "simpang Tiga Beringin",
    "jembatan gantung",
    "kantor lurah",
    "lapangan voli",
)

SHORTENED = {
    "tolong": "tlg",
    "yang": "yg",
    "dekat": "dkt",
    "depan": "dpn",
    "belakang": "blkg",
    "rumah": "rmh",
    "jalan": "jln",
    "orang": "org",
    "sudah": "sdh",
    "masjid": "mesjid",
    "simpang": "spg",
    "lorong": "lrg",
    "terbakar": "trbakar",
    "kebakaran": "kbakaran",
    "kecelakaan": "kclakaan",
    "gudang": "gdg",
    "masih": "msh",
    "banyak": "bnyk",
}
"""How those write who save letters."""
