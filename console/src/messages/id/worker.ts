/** Said by notifications of the service worker, while no page is open. */
export const worker = {
  'sent.title': 'Sudah tercatat',
  'sent.body': 'Ruang sudah tahu.',
  'refused.title': 'Tidak tercatat',
  'refused.body': 'Ada tindakan yang ditolak. Buka untuk membaca alasannya.',
  'signed_out.title': 'Belum terkirim: masuk lagi',
  'signed_out.body': 'Tindakan tersimpan di HP ini. Masuk lagi supaya terkirim.',
  'cut.title': 'Belum terkirim: tidak ada sinyal',
  'cut.body': 'Tersimpan di HP ini, dikirim begitu ada sinyal.',
} as const
