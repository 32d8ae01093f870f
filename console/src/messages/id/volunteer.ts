export const volunteer = {
  title: 'Bergabung sebagai relawan',
  rules: 'Utamakan keselamatan. Ikuti petugas di lapangan. Foto dan catatan Anda langsung terbaca ruang 112.',
  over: 'Kejadian ini sudah selesai atau tautan ditutup. Terima kasih.',
  panic: 'Petugas di lokasi minta tolong. Menjauh dan tunggu arahan.',
} as const
