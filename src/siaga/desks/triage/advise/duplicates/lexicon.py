"""Words that the radar looks past or listens after. Only data.

Indonesian as it is written everywhere in the country, with the Malay of Sumatra and the habits of
chats; no name of any place is among them.
"""

from __future__ import annotations

_STREETS = """
jl jln jalan lorong lrg lr gang gg blok komplek kompleks perum perumahan prm kampung kp simpang
spg persimpangan tugu jembatan street st road rd alley lane
"""
STREETS = frozenset(_STREETS.split())
"""A name follows."""

_LANDMARKS = """
masjid mesjid musholla mushola langgar gereja vihara pura klenteng pasar sekolah sd sdn smp smpn
sma sman smk smkn tk kampus universitas kantor puskesmas rs rsud klinik apotek hotel losmen toko
warung ruko gudang pabrik bengkel pom spbu bank mall terminal bandara pelabuhan dermaga stadion
lapangan taman mosque church school market hospital bridge
"""
LANDMARKS = frozenset(_LANDMARKS.split())
"""A place by itself; its name may follow."""

_BESIDE = """
dekat dkt deket dekek depan dpn belakang blkg blakang samping smping sebelah seberang sebrang
pinggir arah near behind opposite beside
"""
BESIDE = frozenset(_BESIDE.split())
"""What follows is a place."""

NUMBERED = {"rt": "rt", "rw": "rw", "km": "km", "no": "no", "nomor": "no", "nmr": "no"}
"""A number follows."""

_EVERYDAY = """
yang yg dan di ke dari dri dr ini itu tu ado ada adalah sudah sdh udah udh dah lah la nian
tolong tlg tlong tulung bantu bantuan mohon minta lapor halo hallo hai pak bu bang kak min mas
mbak selamat pagi siang sore malam assalamualaikum wr wb terima kasih makasih trims saya sy sayo
aku kami kita kito kamu dia dio orang org wong uwong cepat cpt cepet cepetan segera gancang
darurat sekarang skrg sekali banget juga jg lagi lg masih msh tidak tdk gak ga nggak ndak dak
idak tak bukan belum blm akan mau nak bisa biso dapat dpt untuk utk dengan dgn pada oleh atau
kalau kalo kl klo jadi sampai karena krn seperti baru td tadi tadinyo daerah wilayah sini sano
sana disini disiko disano situ situlah nyo nya pun kok sih deh dong ya iya oke ok the a an is
are in on at of and to i we my our help please there here now someone bapak ibu anak nomor rumah
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""Said in every message, and so tells no two apart."""

_OF_INCIDENTS = """
kebakaran terbakar tebakar tebako kebakar bakar api asap damkar pemadam padam dipadamin bara
membara ambulan ambulans ambulance polisi petugas warga korban luka parah berdarah bedarah darah
kepala kaki tangan badan patah sadar pingsan semaput lemas napas sakit mati meninggal kecelakaan
laka lakalantas lantas tabrakan nabrak ditabrak kejadian mobil motor sopir banyak besar besak
kecil masuk keluar dalam atas lantai atap kamar dapur pintu habis terus kena jatuh lari takut
teriak nangis panik ramai macet total lewat datang kirim butuh minta bahaya angin kencang
meledak ledakan merambat dilalap ngamuk hebat sebelah tetangga tetanggo satu dua duo tiga tigo
empat lima puluh puluhan sekitar semua galo warna merah hitam putih terjebak tekurung kejepit
terjepit hamil lansia nenek kakek ibu bapak budak bayi tenggelam hanyut kelelep ular pohon
tumbang rubuh roboh melintang nutup jalan lampu banjir aek air tawuran betawur parang sajam
begal maling pukul bacok keributan ribut perkelahian serang mau lahiran melahirkan beranak
ketuban pecah mules bidan tergeletak tegeletak gerak hampir fire burning smoke accident crash
injured unconscious police house building car seorang laki perempuan tua muda istri suami bini
adik kakak teman penerangan gelap pemadom mobilnya tengah lapangan laporan segera tim sar
korbannya anak mesin bang
"""
OF_INCIDENTS = frozenset(_OF_INCIDENTS.split())
"""Said of most happenings of a kind: the kind is weighed by itself."""
