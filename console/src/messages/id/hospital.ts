export const hospital = {
  'title': 'Rumah sakit',
  'notice': 'Rujukan masuk belum dibuka di rilis ini.',
  'what': 'Daftar pasien yang sedang diantar, perkiraan tiba, dan papan tempat tidur dibuka pada rilis berikut. Sampai saat itu ruang 112 menelepon IGD sebelum ambulans tiba.',
  'phone': 'Nomor IGD yang dipegang ruang 112: {phone}',
  'no_phone': 'Ruang 112 belum memegang nomor IGD. Beri tahu lewat {number}.',
  'call': 'Telepon {number}',
  'none': 'Akun ini belum terikat ke rumah sakit. Hubungi administrator.',
} as const
