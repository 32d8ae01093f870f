"""Words of the page that a pass begins with."""

from __future__ import annotations

from siaga.language.place import Text

PASSES: dict[str, Text] = {
    "pass_agency_task": Text(id="Tugas untuk instansi Anda", en="A task for your agency"),
    "pass_hospital_beds": Text(id="Papan tempat tidur IGD", en="Emergency department bed board"),
    "pass_volunteer": Text(id="Ikut membantu di satu kejadian", en="Helping at one incident"),
    "pass_ad_hoc_crew": Text(id="Bergabung sebagai awak", en="Joining as crew"),
    "pass_about": Text(
        id="Tautan ini membuka satu hal saja dan berlaku sampai {until}. "
        "Setiap pembukaan dicatat. Jangan diteruskan ke orang yang tidak bertugas.",
        en="This link opens one thing only and works until {until}. "
        "Each opening is recorded. Do not pass it on to people who are not on duty.",
    ),
    "pass_name": Text(id="Nama Anda", en="Your name"),
    "pass_open": Text(id="Buka", en="Open"),
    "pass_signed_in": Text(
        id="Peramban ini sudah masuk dengan akun. Membuka tautan akan mengeluarkan akun itu.",
        en="This browser is signed in with an account. Opening the link signs that account out.",
    ),
    "pass_open_anyway": Text(id="Keluarkan akun dan buka", en="Sign out and open"),
    "pass_name_wrong": Text(
        id="Tulis nama Anda, paling banyak 80 huruf.", en="Write your name, at most 80 letters."
    ),
}
