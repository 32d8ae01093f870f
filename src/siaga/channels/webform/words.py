"""Every word of the public form, Indonesian and English. A catalogue: no logic lives here."""

from __future__ import annotations

from siaga.language.place import Text

WORDS: dict[str, Text] = {
    "title": Text(id="Lapor ke {number}", en="Report to {number}"),
    "drill": Text(
        id="LATIHAN. Laporan di halaman ini tidak sampai ke petugas yang sebenarnya.",
        en="DRILL. Reports on this page do not reach a real emergency room.",
    ),
    "call_question": Text(id="Nyawa terancam?", en="Is a life in danger?"),
    "call_now": Text(id="TELEPON {number} (gratis)", en="CALL {number} (free)"),
    "call_hint": Text(
        id="Menelepon selalu lebih cepat daripada formulir ini.",
        en="Calling is always faster than this form.",
    ),
    "other_language": Text(id="English", en="Bahasa Indonesia"),
    "what": Text(id="Apa yang terjadi?", en="What happened?"),
    "words": Text(id="Ceritakan singkat", en="Tell us briefly"),
    "words_hint": Text(
        id="Misalnya: rumah terbakar, dua orang masih di dalam. "
        "Jangan menulis nomor KTP atau kata sandi.",
        en="For example: a house is burning, two people are inside. "
        "Do not write an ID card number or a password.",
    ),
    "incident_type": Text(
        id="Jenis kejadian (boleh dikosongkan)", en="Kind of incident (may be left empty)"
    ),
    "type_unsure": Text(id="Tidak tahu", en="Not sure"),
    "where": Text(id="Di mana?", en="Where?"),
    "where_hint": Text(
        id="Isi salah satu saja: tombol lokasi, kelurahan, atau alamat.",
        en="One of these is enough: location button, kelurahan or address.",
    ),
    "locate": Text(id="Pakai lokasi saya", en="Use my location"),
    "locating": Text(id="Mencari lokasi…", en="Looking for your location…"),
    "located": Text(
        id="Lokasi didapat, ketelitian sekitar", en="Location found, accurate to about"
    ),
    "metres": Text(id="meter", en="metres"),
    "location_failed": Text(
        id="Lokasi tidak didapat. Pilih kelurahan atau tulis alamat di bawah.",
        en="No location. Choose the kelurahan or write the address below.",
    ),
    "location_kept": Text(id="Lokasi sudah diambil.", en="Your location has been taken."),
    "drop_location": Text(
        id="Hapus lokasi ini, saya tidak sedang di tempat kejadian",
        en="Remove this location, I am not where it happened",
    ),
    "area": Text(id="Kelurahan", en="Kelurahan"),
    "area_unsure": Text(id="Tidak tahu", en="Not sure"),
    "address": Text(id="Alamat atau patokan", en="Address or landmark"),
    "address_hint": Text(
        id="Jalan, RT, nomor rumah, atau tempat yang mudah dikenali.",
        en="Street, RT, house number, or a place that is easy to find.",
    ),
    "extra": Text(id="Foto dan cara menghubungi Anda", en="Photo and how to reach you"),
    "extra_hint": Text(
        id="Semua di bagian ini boleh dikosongkan.", en="All of this may be left empty."
    ),
    "photo": Text(id="Foto (boleh dikosongkan)", en="Photo (may be left empty)"),
    "photo_hint": Text(
        id="Ambil foto hanya bila aman. JPEG, PNG atau WebP, paling besar 10 MB.",
        en="Only if it is safe. JPEG, PNG or WebP, at most 10 MB.",
    ),
    "name": Text(id="Nama (boleh dikosongkan)", en="Name (may be left empty)"),
    "number": Text(id="Nomor telepon (boleh dikosongkan)", en="Phone number (may be left empty)"),
    "number_hint": Text(
        id="Supaya petugas dapat bertanya bila perlu.", en="So that we can ask you if needed."
    ),
    "trap": Text(id="Jangan isi kotak ini", en="Do not fill in this box"),
    "send": Text(id="Kirim laporan", en="Send report"),
    "sending": Text(id="Mengirim…", en="Sending…"),
    "privacy": Text(
        id="Data Anda hanya dipakai untuk menangani laporan ini.",
        en="Your data is used only to handle this report.",
    ),
    "errors": Text(id="Laporan BELUM terkirim. Perbaiki:", en="NOT sent yet. Please correct:"),
    "photo_again": Text(
        id="Bila tadi ada foto, pilih fotonya sekali lagi.",
        en="If you had chosen a photo, choose it once more.",
    ),
    "thanks_title": Text(id="Laporan diterima", en="Report received"),
    "thanks": Text(
        id="Laporan Anda sudah masuk ke ruang {number}. Petugas akan membacanya.",
        en="Your report has reached the {number} room. Our staff will read it.",
    ),
    "not_urgent": Text(
        id="Bukan darurat? Lampu jalan, jalan rusak, sampah, selokan…",
        en="Not an emergency? Street lights, potholes, rubbish, drains…",
    ),
    "thanks_service": Text(
        id="Laporan Anda sudah masuk dan diteruskan ke instansi yang menangani. "
        "Di halaman perkembangan nanti Anda bisa menjawab: sudah beres atau belum.",
        en="Your report has been passed on to the agency that deals with it. "
        "On the progress page you can later answer whether it was fixed.",
    ),
    "thanks_urgent": Text(
        id="Ini terbaca sebagai DARURAT, jadi langsung masuk ke ruang {number}, "
        "bukan ke antrean layanan. Jauhi bahaya. Telepon {number} sekarang bila bisa.",
        en="We read this as an EMERGENCY: it went straight to the {number} room, not to the "
        "service queue. Keep away from danger. Call {number} now if you can.",
    ),
    "reference": Text(id="Nomor laporan Anda", en="Your report's reference"),
    "reference_hint": Text(
        id="Sebutkan nomor ini bila menelepon {number} tentang laporan yang sama.",
        en="Say it when you call {number} about the same report.",
    ),
    "when_to_call": Text(id="Kapan menelepon {number}", en="When to call {number}"),
    "call_1": Text(
        id="Ada yang tidak sadar, sesak napas, atau berdarah banyak.",
        en="Somebody is unconscious, cannot breathe or bleeds heavily.",
    ),
    "call_2": Text(
        id="Ada api, orang terjebak, atau orang tenggelam.",
        en="There is a fire, somebody is trapped or drowning.",
    ),
    "call_3": Text(
        id="Kejahatan sedang terjadi atau Anda merasa terancam.",
        en="A crime is going on or you feel threatened.",
    ),
    "call_4": Text(id="Keadaan bertambah buruk.", en="Things are getting worse."),
    "follow": Text(id="Lihat perkembangan laporan ini", en="Follow this report"),
    "keep_link": Text(
        id="Simpan tautan itu. Jangan diteruskan: siapa pun yang punya tautannya dapat membukanya.",
        en="Keep that link. Do not pass it on: whoever has it can open it.",
    ),
    # The queue of a phone without a signal.
    "unsent": Text(id="BELUM TERKIRIM", en="NOT SENT YET"),
    "unsent_why": Text(
        id="Laporan tersimpan di ponsel ini dan dikirim sendiri begitu ada sinyal.",
        en="The report is kept on this phone and is sent by itself as soon as there is a signal.",
    ),
    "unsent_call": Text(
        id="Mendesak? TELEPON {number}, telepon tidak butuh internet.",
        en="Is it urgent? CALL {number}: a call needs no internet.",
    ),
    "send_now": Text(id="Kirim sekarang", en="Send now"),
    "delete": Text(id="Hapus", en="Delete"),
    "taken": Text(id="SUDAH DITERIMA {number}", en="{number} HAS RECEIVED IT"),
    "close": Text(id="Tutup", en="Close"),
    "draft_back": Text(
        id="Isian Anda yang tadi belum dikirim ada lagi di sini.",
        en="What you had written and not sent is here again.",
    ),
    "draft_clear": Text(id="Hapus isian", en="Delete it"),
    "photo_sending": Text(id="Foto diunggah:", en="Photo on its way:"),
    "photo_ready": Text(id="Foto siap dikirim.", en="The photo is ready."),
    "photo_waits": Text(
        id="Foto menunggu sinyal; dilanjutkan dari bagian terakhir:",
        en="The photo waits for a signal and goes on from where it stopped:",
    ),
    "photo_bad": Text(
        id="Foto ini tidak dapat dipakai. Pilih JPEG, PNG atau WebP paling besar 10 MB.",
        en="This photo cannot be used. Choose JPEG, PNG or WebP up to 10 MB.",
    ),
    "another": Text(id="Kirim laporan lain", en="Send another report"),
    # Public services: one screen.
    "service_title": Text(id="Lapor layanan kota", en="Report a city service"),
    "service_back": Text(
        id="Ada bahaya atau korban? Pakai formulir darurat",
        en="Danger, or somebody hurt? Use the emergency form",
    ),
    "service_what": Text(id="Apa yang rusak?", en="What is broken?"),
    "service_kind": Text(id="Ketuk satu gambar.", en="Tap one picture."),
    "service_urgent": Text(
        id="Yang ini berbahaya: langsung masuk sebagai darurat ke petugas {number}.",
        en="These are dangerous: they go straight to the {number} room as an emergency.",
    ),
    "service_words": Text(id="Keterangan (boleh dikosongkan)", en="Details (may be left empty)"),
    "service_words_hint": Text(
        id="Misalnya nomor tiang, atau sejak kapan. Tulis bila ada orang terluka atau kabel putus.",
        en="For example the pole's number, since when. Say if somebody is hurt or a line is down.",
    ),
    "near": Text(id="Sudah ada yang melapor di dekat sini", en="Already reported close by"),
    "near_asked": Text(
        id="BELUM terkirim. Sudah ada laporan sejenis: pilih di bawah, lalu kirim sekali lagi.",
        en="NOT sent yet. There are reports of this kind: choose below, then send again.",
    ),
    "near_close": Text(id="di sekitar titik Anda", en="around where you are"),
    "near_area": Text(id="di kelurahan yang sama", en="in the same kelurahan"),
    "near_days": Text(id="{n} hari lalu", en="{n} days ago"),
    "near_hours": Text(id="{n} jam lalu", en="{n} hours ago"),
    "near_now": Text(id="baru saja", en="just now"),
    "near_reporters": Text(id="{n} pelapor", en="{n} people"),
    "me_too": Text(id="Saya juga", en="Me too"),
    "not_that": Text(id="Bukan itu, ini laporan lain", en="Not that one, mine is another"),
    # Errors: what is wrong and what to do.
    "kind_missing": Text(id="Ketuk gambar yang sesuai.", en="Tap the picture that fits."),
    "what_missing": Text(
        id="Tulis apa yang terjadi, atau pilih jenis kejadian.",
        en="Write what happened, or choose a kind of incident.",
    ),
    "where_missing": Text(
        id="Kami belum tahu tempatnya. Pilih kelurahan atau tulis alamat.",
        en="We do not know where. Choose the kelurahan or write the address.",
    ),
    "too_long": Text(id="Terlalu panjang. Ringkas dahulu.", en="Too long. Please shorten it."),
    "bad_characters": Text(
        id="Ada karakter yang tidak dapat dibaca. Hapus lalu tulis ulang.",
        en="It holds characters we cannot read. Delete them and write it again.",
    ),
    "unknown_choice": Text(
        id="Pilihan ini tidak dikenal. Pilih dari daftar.",
        en="We do not know this choice. Choose from the list.",
    ),
    "bad_location": Text(
        id="Lokasi dari ponsel tidak masuk akal dan dihapus. Pilih kelurahan atau tulis alamat.",
        en="The phone's location made no sense and was removed. "
        "Choose the kelurahan or write the address.",
    ),
    "form_expired": Text(
        id="Formulir ini sudah lama. Isian Anda masih ada: kirim sekali lagi.",
        en="This form was old. What you wrote is still here: send it again.",
    ),
    "photo_refused": Text(
        id="Foto tidak dapat dipakai. Pilih JPEG, PNG atau WebP paling besar 10 MB, "
        "atau kirim tanpa foto.",
        en="This photo cannot be used. Choose JPEG, PNG or WebP up to 10 MB, "
        "or send without a photo.",
    ),
    "too_many": Text(
        id="Terlalu banyak laporan dari jaringan ini. Tunggu sebentar, "
        "atau telepon {number} bila mendesak.",
        en="Too many reports from this network. Wait a little, or call {number} if it is urgent.",
    ),
    "not_now": Text(
        id="Laporan belum dapat disimpan. Kirim sekali lagi, atau telepon {number}.",
        en="The report could not be stored yet. Send it again, or call {number}.",
    ),
}
