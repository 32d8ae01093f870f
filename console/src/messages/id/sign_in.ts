export const signIn = {
  'title': 'Masuk',
  'user': 'Nama akun',
  'password': 'Kata sandi',
  'code': 'Kode sekali pakai',
  'go': 'Masuk',
  'wrong': 'Nama akun atau kata sandi salah.',
  'throttled': 'Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.',
  'need_code': 'Akun ini memerlukan kode sekali pakai.',
  'demo.title': 'Akun demo',
  'demo.note': 'Ruang latihan: catatan, nomor, dan pesannya terpisah dari yang sungguhan.',
  'report': 'Warga: kirim laporan',
  'number': 'Keadaan darurat? Telepon {number}, gratis.',
} as const
