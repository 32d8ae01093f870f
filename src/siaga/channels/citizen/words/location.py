"""Words of the page that sends a location."""

from __future__ import annotations

from siaga.language.place import Text

LOCATION: dict[str, Text] = {
    "locate_title": Text(id="Kirim lokasi ke {number}", en="Send your location to {number}"),
    "locate_why": Text(
        id="Petugas {number} meminta lokasi Anda supaya bantuan cepat sampai.",
        en="{number} asks where you are, so that help finds you quickly.",
    ),
    "locate_button": Text(id="Kirim lokasi saya", en="Send my location"),
    "locate_stop": Text(id="Berhenti mengirim", en="Stop sending"),
    "locate_again": Text(id="Kirim lagi", en="Send again"),
    "locate_allow": Text(
        id="Ponsel akan bertanya. Pilih “Izinkan”.",
        en="Your phone will ask. Choose “Allow”.",
    ),
    "locate_looking": Text(
        id="Mencari lokasi… Bila bisa, mendekatlah ke jendela atau tempat terbuka.",
        en="Looking for your location… If you can, go to a window or into the open.",
    ),
    "locate_sent": Text(
        id="{number} SUDAH MENERIMA lokasi Anda.", en="{number} HAS RECEIVED your location."
    ),
    "locate_accuracy": Text(id="Ketelitian sekitar", en="Accurate to about"),
    "locate_at": Text(id="Terkirim pukul", en="Sent at"),
    "locate_goes_on": Text(
        id="Lokasi terus dikirim selama halaman ini terbuka. Anda boleh menutup halaman ini; "
        "biarkan terbuka bila Anda berpindah tempat.",
        en="It goes on while this page is open. You may close this page; leave it open if you "
        "move to another place.",
    ),
    "locate_unsent": Text(
        id="BELUM TERKIRIM: sinyal internet hilang. Dicoba terus. Bila bisa, telepon {number}.",
        en="NOT SENT YET: no internet signal. It is tried again. Call {number} if you can.",
    ),
    "locate_rough": Text(
        id="Lokasi masih kasar. Tunggu sebentar, atau tulis patokan di bawah.",
        en="Only a rough location so far. Wait a little, or write a landmark below.",
    ),
    "locate_stopped": Text(
        id="Pengiriman berhenti. Lokasi terakhir sudah ada di {number}.",
        en="Sending has stopped. {number} has your last location.",
    ),
    "locate_over": Text(
        id="Petugas sudah menutup halaman ini, atau waktunya habis. Lokasi tidak dikirim lagi. "
        "Masih butuh bantuan? Telepon {number}.",
        en="Our staff closed this page, or its time is over. Nothing is sent any more. "
        "Do you still need help? Call {number}.",
    ),
    "locate_until": Text(
        id="Halaman ini berhenti sendiri pukul {time} {zone}.",
        en="This page stops by itself at {time} {zone}.",
    ),
    "locate_privacy": Text(
        id="Lokasi Anda hanya dipakai untuk menolong Anda.",
        en="Your location is used only to help you.",
    ),
    # When the telephone does not let us.
    "denied_title": Text(id="Izin lokasi ditolak", en="Permission was denied"),
    "denied_why": Text(
        id="Ponsel Anda melarang halaman ini melihat lokasi. Caranya:",
        en="Your phone does not let this page see where you are. To allow it:",
    ),
    "denied_1": Text(
        id="Nyalakan “Lokasi” (GPS): geser layar dari atas ke bawah, ketuk gambar penanda.",
        en="Turn on “Location” (GPS): swipe down from the top, tap the marker.",
    ),
    "denied_2": Text(
        id="Ketuk gembok atau titik tiga di samping alamat halaman, lalu “Izin” atau "
        "“Setelan situs”.",
        en="Tap the lock or the three dots beside the address, then “Permissions” or "
        "“Site settings”.",
    ),
    "denied_3": Text(
        id="Ubah “Lokasi” menjadi “Izinkan”, lalu kembali ke sini dan tekan “Kirim lagi”.",
        en="Set “Location” to “Allow”, come back here and press “Send again”.",
    ),
    "denied_4": Text(
        id="Dibuka dari dalam WhatsApp atau Facebook? Pilih “Buka di Chrome”.",
        en="Opened inside WhatsApp or Facebook? Choose “Open in Chrome”.",
    ),
    "failed_title": Text(id="Lokasi tidak didapat", en="No location"),
    "failed": Text(
        id="Ponsel tidak menemukan lokasinya. Nyalakan “Lokasi” (GPS), coba di tempat terbuka, "
        "atau isi di bawah.",
        en="Your phone cannot find where it is. Turn on “Location” (GPS), try in the open, "
        "or fill in below.",
    ),
    # Without a script, or without any measuring.
    "place_title": Text(id="Tidak bisa? Tulis tempatnya", en="It does not work? Write the place"),
    "place_send": Text(id="Kirim tempat ini", en="Send this place"),
    "place_missing": Text(
        id="Pilih kelurahan atau tulis patokan.", en="Choose a kelurahan or write a landmark."
    ),
    "place_wrong": Text(
        id="Ada isian yang tidak dapat dibaca. Tulis ulang dengan singkat.",
        en="Something cannot be read. Write it again, and shorter.",
    ),
    "place_sent_title": Text(id="Tempat diterima", en="Place received"),
    "place_sent": Text(
        id="{number} sudah menerima tempat yang Anda tulis. Anda boleh menutup halaman ini.",
        en="{number} has received the place you wrote. You may close this page.",
    ),
}
