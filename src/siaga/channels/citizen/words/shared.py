"""Words of every page: the frame, the telephone, what a dead link says."""

from __future__ import annotations

from siaga.language.place import Text

SHARED: dict[str, Text] = {
    "drill": Text(
        id="LATIHAN. Halaman ini tidak sampai ke petugas yang sebenarnya.",
        en="DRILL. This page does not reach a real emergency room.",
    ),
    "other_language": Text(id="English", en="Bahasa Indonesia"),
    "neutral_title": Text(id="Informasi layanan", en="Service information"),
    "call_question": Text(id="Nyawa terancam?", en="Is a life in danger?"),
    "call_now": Text(id="TELEPON {number} (gratis)", en="CALL {number} (free)"),
    "leave": Text(id="Keluar cepat", en="Leave at once"),
    "metres": Text(id="meter", en="metres"),
    "sending": Text(id="Mengirim…", en="Sending…"),
    "area": Text(id="Kelurahan", en="Kelurahan"),
    "area_unsure": Text(id="Tidak tahu", en="Not sure"),
    "landmark": Text(id="Alamat atau patokan", en="Address or landmark"),
    "landmark_hint": Text(
        id="Jalan, RT, nomor rumah, atau tempat yang mudah dikenali.",
        en="Street, RT, house number, or a place that is easy to find.",
    ),
    # A link that does not live, whatever the reason: nobody learns anything by trying.
    "dead_title": Text(id="Tautan ini tidak berlaku", en="This link does not work"),
    "dead": Text(
        id="Mungkin waktunya sudah habis, sudah ditutup petugas, atau alamatnya tidak lengkap. "
        "Bila Anda baru saja menerimanya, muat ulang halaman ini sebentar lagi.",
        en="Its time may be over, our staff may have closed it, or the address is not complete. "
        "If you have just received it, load this page again in a moment.",
    ),
    "dead_help": Text(
        id="Masih butuh bantuan? Telepon {number}, atau kirim laporan baru.",
        en="Do you still need help? Call {number}, or send a new report.",
    ),
    "report": Text(id="Kirim laporan", en="Send a report"),
    "when_link": Text(id="Kapan menelepon {number}", en="When to call {number}"),
    "too_often": Text(
        id="Terlalu sering dari jaringan ini. Tunggu beberapa menit. "
        "Nyawa terancam? Telepon {number}.",
        en="Too often from this network. Wait a few minutes. Is a life in danger? Call {number}.",
    ),
    "not_now": Text(
        id="Belum dapat disimpan. Coba sekali lagi, atau telepon {number}.",
        en="It could not be stored yet. Try once more, or call {number}.",
    ),
    "back": Text(id="Kembali", en="Back"),
}
