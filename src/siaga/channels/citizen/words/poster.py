"""Words of a missing person's poster. Our own; to be reviewed by the place's people."""

from __future__ import annotations

from siaga.language.place import Text

POSTER: dict[str, Text] = {
    "poster_title": Text(id="Mencari orang hilang", en="Missing person"),
    "poster_named": Text(id="Mencari {name}", en="Looking for {name}"),
    "poster_seen": Text(id="Terakhir terlihat", en="Last seen"),
    "poster_around": Text(id="Sekitar", en="Around"),
    "poster_looks": Text(id="Ciri-ciri", en="What to look for"),
    "poster_age": Text(id="sekitar {age} tahun", en="about {age} years old"),
    "poster_clothes": Text(id="Pakaian", en="Clothes"),
    "poster_seen_him": Text(
        id="Melihat orang ini? Telepon {number}. Gratis, kapan saja.",
        en="Have you seen this person? Call {number}. Free, at any time.",
    ),
    "poster_stay": Text(
        id="Temani dengan tenang sampai petugas datang. Jangan memaksa ikut.",
        en="Stay beside the person calmly until help comes. Do not force anybody along.",
    ),
    "poster_until": Text(id="Poster ini berlaku sampai", en="This poster runs until"),
    "poster_no_share": Text(
        id="Setelah itu jangan dibagikan lagi.", en="Do not share it after that."
    ),
    "poster_photo": Text(id="Foto orang yang dicari", en="Photo of the person looked for"),
    "poster_over": Text(
        id="Poster ini sudah berakhir atau alamatnya keliru. Terima kasih sudah peduli.",
        en="This poster has ended, or its address is wrong. Thank you for caring.",
    ),
    "sex_female": Text(id="Perempuan", en="Female"),
    "sex_male": Text(id="Laki-laki", en="Male"),
    "sex_unknown": Text(id="Jenis kelamin tidak disebut", en="Sex not told"),
    "band_baby": Text(id="bayi", en="baby"),
    "band_child": Text(id="anak", en="child"),
    "band_teen": Text(id="remaja", en="teenager"),
    "band_adult": Text(id="dewasa", en="adult"),
    "band_elderly": Text(id="lanjut usia", en="elderly"),
    "band_unknown": Text(id="umur tidak disebut", en="age not told"),
    "build_thin": Text(id="kurus", en="thin"),
    "build_medium": Text(id="sedang", en="of medium build"),
    "build_heavy": Text(id="gemuk", en="heavy"),
    "garment_top": Text(id="atasan", en="top"),
    "garment_bottom": Text(id="bawahan", en="trousers or skirt"),
    "garment_dress": Text(id="baju terusan atau daster", en="dress"),
    "garment_head": Text(id="penutup kepala", en="head cover"),
    "garment_feet": Text(id="alas kaki", en="footwear"),
    "garment_carried": Text(id="bawaan", en="carries"),
    "colour_black": Text(id="hitam", en="black"),
    "colour_white": Text(id="putih", en="white"),
    "colour_grey": Text(id="abu-abu", en="grey"),
    "colour_red": Text(id="merah", en="red"),
    "colour_pink": Text(id="merah muda", en="pink"),
    "colour_orange": Text(id="jingga", en="orange"),
    "colour_yellow": Text(id="kuning", en="yellow"),
    "colour_green": Text(id="hijau", en="green"),
    "colour_blue": Text(id="biru", en="blue"),
    "colour_purple": Text(id="ungu", en="purple"),
    "colour_brown": Text(id="cokelat", en="brown"),
    "colour_cream": Text(id="krem", en="cream"),
    "colour_patterned": Text(id="bermotif", en="patterned"),
}
