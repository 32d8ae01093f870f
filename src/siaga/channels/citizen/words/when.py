"""Words of the page that says when to call. Our own; to be reviewed by the place's people."""

from __future__ import annotations

from siaga.language.place import Text

WHEN: dict[str, Text] = {
    "when_title": Text(id="Kapan menelepon {number}", en="When to call {number}"),
    "when_now": Text(id="Telepon SEKARANG bila", en="Call NOW when"),
    "when_medical": Text(
        id="Orang tidak sadar, sesak napas, dada tertekan (angin duduk), berdarah banyak, "
        "kejang (step), atau akan melahirkan.",
        en="Somebody is unconscious, cannot breathe, has chest pain, bleeds heavily, has a "
        "seizure or is giving birth.",
    ),
    "when_fire": Text(
        id="Ada api, asap tebal, bau gas, atau kabel listrik putus.",
        en="There is fire, thick smoke, a smell of gas, or a broken power line.",
    ),
    "when_crash": Text(
        id="Kecelakaan dengan korban, atau orang terjepit.",
        en="There is a crash with people hurt or trapped.",
    ),
    "when_water": Text(
        id="Orang tenggelam, hanyut, atau terjebak banjir dan longsor.",
        en="Somebody is drowning, carried away, or trapped by a flood or landslide.",
    ),
    "when_crime": Text(
        id="Kejahatan sedang terjadi, atau Anda merasa terancam.",
        en="A crime is going on, or you feel threatened.",
    ),
    "when_animal": Text(
        id="Ular, buaya, atau tawon membahayakan orang.",
        en="A snake, a crocodile or wasps put people in danger.",
    ),
    "when_form": Text(id="Cukup kirim laporan bila", en="A report is enough when"),
    "when_form_1": Text(
        id="Lampu jalan mati, jalan berlubang, pohon tumbang yang tidak menutup jalan, "
        "sampah menumpuk, air PDAM mati.",
        en="A street light is out, a road has holes, a fallen tree blocks nobody, waste piles "
        "up, tap water is off.",
    ),
    "when_not": Text(id="Jangan menelepon {number} untuk", en="Do not call {number} to"),
    "when_not_1": Text(
        id="bercanda atau mencoba-coba. Satu panggilan iseng dapat membuat orang lain menunggu.",
        en="joke or try it out. One prank can make somebody else wait.",
    ),
    "when_quiet": Text(id="Tidak bisa bicara?", en="You cannot speak?"),
    "when_quiet_1": Text(
        id="Tetap telepon. Ikuti suara: tekan angka berapa saja, batuk, atau ketuk telepon.",
        en="Call all the same. Follow the voice: press any digit, cough, or tap the phone.",
    ),
    "when_say": Text(id="Yang ditanyakan petugas", en="What we will ask"),
    "when_say_1": Text(id="Di mana tepatnya? Patokan apa?", en="Where exactly? Which landmark?"),
    "when_say_2": Text(id="Apa yang terjadi?", en="What happened?"),
    "when_say_3": Text(id="Berapa korban? Masih bahaya?", en="How many hurt? Still in danger?"),
    "when_say_4": Text(
        id="Jangan tutup dulu, sampai petugas bilang boleh.",
        en="Do not hang up until we say so.",
    ),
    "when_free": Text(
        id="Gratis dari semua ponsel, juga tanpa pulsa.",
        en="Free from every phone, also without credit.",
    ),
}
