import type { StyleSpecification } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'
import type { Place } from '../wire.ts'

// No `glyphs` in the style: the library then draws labels with the fonts of this machine.
const FONT = ['system-ui', 'sans-serif']

/** What changes on the map. */
export type SourceName = 'incidents' | 'units' | 'pins' | 'accuracy' | 'callers' | 'places'

/** A token of theme.css, as the theme in force has it. */
export function colour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim()
}

export function style(
  place: Place,
  data: Readonly<Record<SourceName, FeatureCollection>>,
): StyleSpecification {
  const outline = place.outline ?? { type: 'FeatureCollection' as const, features: [] }
  return {
    version: 8,
    sources: {
      outline: { type: 'geojson', data: outline },
      areas: { type: 'geojson', data: areaPoints(place) },
      hospitals: { type: 'geojson', data: hospitalPoints(place) },
      accuracy: { type: 'geojson', data: data.accuracy },
      units: { type: 'geojson', data: data.units },
      incidents: { type: 'geojson', data: data.incidents },
      places: { type: 'geojson', data: data.places },
      pins: { type: 'geojson', data: data.pins },
      callers: { type: 'geojson', data: data.callers },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('--map-water') } },
      {
        id: 'city',
        type: 'fill',
        source: 'outline',
        paint: { 'fill-color': colour('--map-land') },
      },
      {
        id: 'border',
        type: 'line',
        source: 'outline',
        paint: { 'line-color': colour('--map-line'), 'line-width': 1.2 },
      },
      {
        id: 'areas',
        type: 'circle',
        source: 'areas',
        paint: { 'circle-radius': 1.5, 'circle-color': colour('--map-line') },
      },
      label('area-names', 'areas', { size: 10, colour: colour('--ink-2'), minzoom: 11.3 }),
      label('hospital-names', 'hospitals', { size: 10, colour: colour('--p4'), minzoom: 12 }),
      {
        id: 'accuracy',
        type: 'fill',
        source: 'accuracy',
        paint: { 'fill-color': colour('--accent'), 'fill-opacity': 0.14 },
      },
      {
        id: 'accuracy-line',
        type: 'line',
        source: 'accuracy',
        paint: { 'line-color': colour('--accent'), 'line-width': 1 },
      },
      marks('places'),
      marks('units'),
      {
        id: 'open-incident',
        type: 'circle',
        source: 'incidents',
        filter: ['==', ['get', 'open'], true],
        paint: {
          'circle-radius': 15,
          'circle-color': 'rgba(0,0,0,0)',
          'circle-stroke-color': colour('--accent'),
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'incidents',
        type: 'symbol',
        source: 'incidents',
        layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true },
      },
      {
        id: 'callers',
        type: 'circle',
        source: 'callers',
        paint: {
          'circle-radius': 6,
          'circle-color': colour('--accent'),
          'circle-stroke-color': colour('--map-land'),
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'caller-ages',
        type: 'symbol',
        source: 'callers',
        layout: {
          'text-field': ['get', 'label'],
          'text-font': FONT,
          'text-size': 11,
          'text-offset': [0, 0.7],
          'text-anchor': 'top',
          'text-allow-overlap': true,
        },
        paint: halo(colour('--ink')),
      },
      {
        id: 'pins',
        type: 'symbol',
        source: 'pins',
        layout: {
          'icon-image': ['get', 'icon'],
          'icon-allow-overlap': true,
          'icon-anchor': 'bottom',
        },
      },
    ],
  }
}

function marks(source: 'places' | 'units'): StyleSpecification['layers'][number] {
  return {
    id: source,
    type: 'symbol',
    source,
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-allow-overlap': true,
      'text-field': ['get', 'label'],
      'text-font': FONT,
      'text-size': 10,
      'text-offset': [0, 0.9],
      'text-anchor': 'top',
      'text-optional': true,
    },
    paint: halo(colour('--ink')),
  }
}

function label(
  id: string,
  source: string,
  look: { readonly size: number; readonly colour: string; readonly minzoom: number },
): StyleSpecification['layers'][number] {
  return {
    id,
    type: 'symbol',
    source,
    minzoom: look.minzoom,
    layout: {
      'text-field': ['get', 'label'],
      'text-font': FONT,
      'text-size': look.size,
      'text-offset': [0, 0.3],
      'text-anchor': 'top',
      'text-max-width': 8,
    },
    paint: halo(look.colour),
  }
}

function halo(text: string) {
  return {
    'text-color': text,
    'text-halo-color': colour('--map-land'),
    'text-halo-width': 1.2,
  }
}

function areaPoints(place: Place): FeatureCollection {
  return named(place.areas.map((area) => [area.name, area.longitude, area.latitude]))
}

function hospitalPoints(place: Place): FeatureCollection {
  return named(
    place.hospitals.map((one) => [`+ ${one.name}`, one.position.longitude, one.position.latitude]),
  )
}

function named(spots: readonly (readonly [string, number, number])[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: spots.map(([text, longitude, latitude]) => ({
      type: 'Feature',
      properties: { label: text },
      geometry: { type: 'Point', coordinates: [longitude, latitude] },
    })),
  }
}
