import { t as ringWords } from '../../attention/words.ts'
import { KIND_DIGITS } from '../../command_line.ts'
import { word } from '../../messages/words.ts'
import { t as callWords } from './calls/words.ts'
import { t as guideWords } from './guide/words.ts'
import { t as planWords } from './plan/words.ts'
import { t as radarWords } from './radar/words.ts'
import { t as talkWords } from './conversation/words.ts'
import { t } from './words.ts'

/** The sheet behind "?": what console.md promises, in the language in force. */
export function shortcuts() {
  return [
    {
      title: t('keys.anywhere'),
      keys: [
        ['F2', callWords('key.F2')],
        ['F4', t('keys.F4')],
        ['F8', t('keys.F8')],
        ['Shift+F8', planWords('key')],
        ['F6', radarWords('key.witness')],
        ['F7', radarWords('key.own')],
        ['Ctrl+F6', radarWords('key.different')],
        ['F10', ringWords('key')],
        ['Ctrl+F10', ringWords('key_all')],
        ['Ctrl+Enter', t('keys.save')],
        ['Esc', t('keys.back')],
      ],
    },
    {
      title: t('keys.bare'),
      keys: [
        ['L', t('keys.l')],
        ['J', t('keys.j')],
        ['P', t('keys.p')],
        ['U', t('keys.u')],
        ['I', t('keys.i')],
        ['C', t('keys.c')],
        ['G', t('keys.g')],
        ['T', guideWords('key.t')],
        ['B', guideWords('key.b')],
        ['N', guideWords('key.n')],
        ['V', guideWords('key.v')],
        ['W', radarWords('key.witness')],
        ['R', radarWords('key.own')],
        ['E', radarWords('key.different')],
        ['↑ ↓', t('keys.rows')],
        ['/', t('search.label')],
        [':', t('line.label')],
        ['?', t('shortcuts.open')],
      ],
    },
    {
      title: talkWords('keys'),
      keys: [
        ['C', t('keys.c')],
        ['/', talkWords('key.slash')],
        ['Q', talkWords('key.q')],
        ['O', talkWords('key.o')],
        ['Z', talkWords('key.z')],
      ],
    },
    {
      title: callWords('key.calls'),
      keys: [
        ['F9', callWords('key.mute')],
        ['Ctrl+F9', callWords('key.hang_up')],
        ['H', callWords('key.h')],
        ['M', callWords('key.m')],
        ['X', callWords('key.x')],
        ['S', callWords('key.s')],
        ['Y', callWords('key.y')],
        ['K', callWords('key.k')],
        ['A', callWords('key.a')],
        ['D', callWords('key.d')],
      ],
    },
    {
      title: t('keys.wrap'),
      keys: [
        ...KIND_DIGITS.map((kind, index): [string, string] => [
          kind === 'prank' ? `${index + 1} Enter` : String(index + 1),
          word(`kind.${kind}`),
        ]),
        ['0', callWords('key.ask_back')],
      ],
    },
    {
      title: t('keys.dispatch'),
      keys: [
        ['H · T · W', t('keys.heard')],
        ['1 … 8', t('keys.stage')],
      ],
    },
    {
      title: t('line.label'),
      keys: (['send', 'status', 'duty', 'open', 'take', 'attach', 'merge', 'link', 'note', 'kind', 'stand_down', 'divert', 'partner', 'stand_by', 'next'] as const).map(
        (verb): [string, string] => [t(`example.${verb}`), t(`example.${verb}_does`)],
      ),
    },
  ] satisfies { title: string; keys: [string, string][] }[]
}
