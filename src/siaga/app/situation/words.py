"""What the figures of a situation report are called. A catalogue: no logic lives here."""

from __future__ import annotations

from siaga.language.text import Text

FIGURES: dict[str, Text] = {
    "level_cm": Text(id="Tinggi air (cm)", en="Water level (cm)"),
    "stage": Text(id="Tingkat siaga", en="Stage"),
    "shelters_open": Text(id="Posko pengungsian dibuka", en="Shelters open"),
    "heads": Text(id="Pengungsi, jumlah", en="People in shelters"),
    "heads_uncounted": Text(id="Posko belum menghitung", en="Shelters without a count"),
    "heads_in": Text(id="Pengungsi di", en="People in"),
    "heads_men": Text(id="Laki-laki dewasa", en="Men"),
    "heads_women": Text(id="Perempuan dewasa", en="Women"),
    "heads_children": Text(id="Anak-anak", en="Children"),
    "heads_infants": Text(id="Bayi", en="Infants"),
    "heads_elderly": Text(id="Di antaranya lansia", en="Of these elderly"),
    "heads_pregnant": Text(id="Di antaranya ibu hamil", en="Of these pregnant"),
    "heads_disabled": Text(id="Di antaranya disabilitas", en="Of these with a disability"),
    "heads_ill": Text(id="Di antaranya sakit", en="Of these ill"),
    "needs_water": Text(id="Butuh air bersih (liter)", en="Water wanted (litres)"),
    "needs_food": Text(id="Butuh makanan (bungkus)", en="Meals wanted"),
    "needs_blankets": Text(id="Butuh selimut (lembar)", en="Blankets wanted"),
    "needs_milk": Text(id="Butuh susu (porsi)", en="Milk wanted (portions)"),
    "needs_medicine": Text(id="Butuh obat (orang)", en="In need of medicine (persons)"),
    "needs_toilets": Text(id="Butuh toilet (unit)", en="Toilets wanted"),
    "houses_staying": Text(id="Rumah menolak mengungsi", en="Houses that stay"),
    "people_staying": Text(id="Orang di rumah itu", en="People in them"),
    "people_evacuated": Text(id="Akhirnya mau mengungsi", en="Gave in and left"),
    "missing_open": Text(id="Orang hilang belum ditemukan", en="Missing, not yet found"),
    "victims_immediate": Text(id="Korban merah", en="Victims red"),
    "victims_delayed": Text(id="Korban kuning", en="Victims yellow"),
    "victims_minor": Text(id="Korban hijau", en="Victims green"),
    "victims_deceased": Text(id="Korban meninggal", en="Dead"),
    "units": Text(id="Unit bertugas", en="Units at work"),
    "waiting_for_unit": Text(id="Kejadian menunggu unit", en="Incidents waiting for a unit"),
    "requests_late": Text(id="Permintaan lewat batas waktu", en="Requests past their term"),
    "requests_sent": Text(id="Permintaan terkirim", en="Requests sent"),
    "requests_delivered": Text(id="Permintaan sampai", en="Requests delivered"),
    "requests_accepted": Text(id="Permintaan diterima", en="Requests accepted"),
    "requests_declined": Text(id="Permintaan ditolak", en="Requests declined"),
    "requests_in_progress": Text(id="Permintaan dikerjakan", en="Requests being done"),
    "requests_done": Text(id="Permintaan selesai, belum diperiksa", en="Requests done, unverified"),
    "requests_handed_back": Text(id="Permintaan dikembalikan", en="Requests handed back"),
    "linked": Text(id="Kejadian terkait", en="Linked incidents"),
    "linked_open": Text(id="Di antaranya masih terbuka", en="Of these open"),
}

SOURCES: dict[str, Text] = {
    "shelters": Text(id="papan posko", en="shelter board"),
    "water": Text(id="papan tinggi air", en="water board"),
    "situation": Text(id="daftar rumah", en="house list"),
    "persons": Text(id="papan orang hilang", en="missing persons board"),
    "victims": Text(id="hitungan korban", en="victim count"),
    "open-incidents": Text(id="papan kejadian", en="incident board"),
    "referrals": Text(id="papan tugas instansi", en="agency task board"),
}

PAPER: dict[str, Text] = {
    "title": Text(id="Laporan situasi", en="Situation report"),
    "incident": Text(id="Kejadian", en="Incident"),
    "at": Text(id="Disetujui", en="Approved"),
    "drawn": Text(id="Angka diambil", en="Figures drawn"),
    "figure": Text(id="Hal", en="Item"),
    "value": Text(id="Jumlah", en="Count"),
    "before": Text(id="Sebelumnya", en="Before"),
    "source": Text(id="Sumber dan waktu", en="Source and time"),
    "note": Text(id="Catatan", en="Note"),
    "uncounted": Text(id="posko yang belum menghitung", en="shelters without this count"),
    "no_stage": Text(id="di bawah siaga", en="below any stage"),
    "next": Text(id="Laporan berikutnya", en="Next report"),
    "drill": Text(id="LATIHAN, bukan keadaan sebenarnya", en="DRILL, not real"),
    "no_names": Text(
        id="Tanpa nama orang. Angka yang bertanda waktu dihitung pada waktu itu.",
        en="No names. A figure with a time was counted at that time.",
    ),
}
