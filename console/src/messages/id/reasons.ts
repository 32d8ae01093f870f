// Why a call stands where it stands: one sentence per rule of the place's likelihood.
export const reasons = {
  front: 'pelapor atau korban kejadian terbuka, atau kami yang meminta menelepon lagi',
  prank_day: 'iseng {count}× dalam 24 jam',
  prank_month: 'iseng {count}× dalam 30 hari',
  genuine: 'pernah melapor dengan benar',
  silent_again: 'menelepon lagi setelah {count}× senyap atau terputus',
  incident_near: '{count} kejadian terbuka di dekatnya',
  crowd: 'dekat kejadian yang sudah diumumkan',
  restricted: 'nomor dibatasi PJ piket',
  hour: 'jam panggilan',
} as const
