"""Words of the page that says what became of a report."""

from __future__ import annotations

from siaga.language.place import Text

STATUS: dict[str, Text] = {
    "status_title": Text(id="Perkembangan", en="Progress"),
    "status_live": Text(
        id="Halaman ini memperbarui diri sendiri.", en="This page brings itself up to date."
    ),
    "status_lost": Text(
        id="Sambungan terputus. Yang tampak di sini mungkin sudah lama.",
        en="The connection is lost. What you see here may be old.",
    ),
    "status_as_of": Text(id="Keadaan pukul {time} {zone}", en="As of {time} {zone}"),
    "now": Text(id="sekarang", en="now"),
    # Steps. {count} and {agency} are filled in.
    "received": Text(id="Laporan diterima", en="Report received"),
    "seen": Text(id="Dibaca petugas", en="Read by our staff"),
    "handled": Text(id="Ditangani", en="Being dealt with"),
    "assigned": Text(id="Petugas lapangan ditugaskan", en="Field staff assigned"),
    "on_the_way": Text(id="Menuju lokasi", en="On the way"),
    "arrived": Text(id="Sampai di lokasi", en="At the scene"),
    "passed_on": Text(id="Diteruskan ke instansi", en="Passed to an agency"),
    "accepted": Text(id="Diterima instansi", en="Accepted by the agency"),
    "working": Text(id="Sedang dikerjakan", en="Being worked on"),
    "done": Text(id="Selesai", en="Done"),
    "units": Text(id="{count} kelompok petugas", en="{count} teams"),
    "by_agency": Text(id="oleh {agency}", en="by {agency}"),
    "waits_for_unit": Text(
        id="Belum ada petugas lapangan yang bebas. Ruang {number} terus mencarikan.",
        en="No field staff is free yet. The {number} room keeps looking.",
    ),
    "eta": Text(
        id="Perkiraan kasar tiba: {from} sampai {to} menit lagi.",
        en="Rough estimate of arrival: in {from} to {to} minutes.",
    ),
    "eta_unknown": Text(
        id="Kapan tiba belum dapat diperkirakan.",
        en="When they arrive cannot be estimated yet.",
    ),
    "promised": Text(
        id="Instansi memperkirakan selesai {time}.", en="The agency expects to be done by {time}."
    ),
    "worse": Text(
        id="Keadaan memburuk? Jangan tunggu halaman ini, telepon {number}.",
        en="Is it getting worse? Do not wait for this page, call {number}.",
    ),
    # After the end.
    "ended": Text(
        id="Petugas menyatakan laporan ini selesai.", en="Our staff say that this is done."
    ),
    "question": Text(id="Sudah ditangani?", en="Was it dealt with?"),
    "yes": Text(id="Ya, sudah", en="Yes"),
    "no": Text(id="Belum", en="No"),
    "question_words": Text(
        id="Ada yang ingin disampaikan? (boleh dikosongkan)",
        en="Anything you want to say? (may be left empty)",
    ),
    "question_send": Text(id="Kirim jawaban", en="Send answer"),
    "thanks": Text(
        id="Terima kasih, jawaban Anda sudah diterima.", en="Thank you, we have your answer."
    ),
    "again_title": Text(id="Belum selesai?", en="Not done?"),
    "again_hint": Text(
        id="Tekan ini bila masih ada yang harus ditangani. Petugas {number} akan melihatnya lagi. "
        "Berlaku sampai {time}.",
        en="Press this if something still has to be done. The {number} room will look at it again. "
        "Possible until {time}.",
    ),
    "again_words": Text(id="Apa yang belum selesai?", en="What is not done?"),
    "again_send": Text(id="Belum selesai, lihat lagi", en="Not done, look again"),
    "again_sent": Text(
        id="Diterima. Petugas {number} diberi tahu bahwa laporan ini belum selesai.",
        en="Received. The {number} room is told that this is not done.",
    ),
    "again_default": Text(
        id="Pelapor menekan “Belum selesai” di halaman status.",
        en="The reporter pressed “Not done” on the status page.",
    ),
    "words_wrong": Text(
        id="Tulisan itu terlalu panjang atau tidak dapat dibaca. Tulis ulang dengan singkat.",
        en="That is too long or cannot be read. Write it again, and shorter.",
    ),
    "save_link": Text(
        id="Simpan tautan halaman ini untuk melihatnya lagi. Jangan diteruskan: siapa pun yang "
        "punya tautannya dapat membukanya.",
        en="Keep the link of this page to see it again. Do not pass it on: whoever has it can "
        "open it.",
    ),
}
