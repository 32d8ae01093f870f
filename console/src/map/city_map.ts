// The city on the desk: outline, kelurahan, units, incidents. Everything comes from the server's
// own place data; nothing is ever asked of a map service. Loaded apart, with the map library.
import 'maplibre-gl/dist/maplibre-gl.css'
import { Map as GlMap, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import type { GeoJSONSource } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { FeatureCollection } from 'geojson'
import { ring } from '../geometry.ts'
import type { Place, Point, Priority } from '../wire.ts'
import { drawIcon } from './icons.ts'
import type { PLACE_SHAPES } from './place_shapes.ts'
import { style, type SourceName } from './style.ts'

setWorkerUrl(workerUrl)

export interface IncidentSpot {
  readonly id: string
  readonly priority: Priority
  readonly point: Point
  readonly accuracy_m: number
  readonly open: boolean
}
export interface UnitSpot {
  readonly id: string
  readonly label: string
  readonly point: Point
  readonly mood: 'free' | 'busy' | 'off'
}
export interface PinSpot {
  readonly point: Point
  readonly accuracy_m: number
}
/** A phone that tells where it is; `label` is how old that is. */
export interface CallerSpot {
  readonly point: Point
  readonly accuracy_m: number
  readonly label: string
}
export type PlaceKind = keyof typeof PLACE_SHAPES
/** `rough`: it lies somewhere in the kelurahan in whose middle it is drawn. */
export interface PlaceSpot {
  readonly id: string
  readonly kind: PlaceKind
  readonly label: string
  readonly point: Point
  readonly rough: boolean
  readonly bad?: boolean
}
export interface Spots {
  readonly incidents: readonly IncidentSpot[]
  readonly units: readonly UnitSpot[]
  readonly pins: readonly PinSpot[]
  readonly callers: readonly CallerSpot[]
  readonly places: readonly PlaceSpot[]
}
export interface Hands {
  readonly click: (point: Point) => void
  readonly openIncident: (id: string) => void
}

export interface MapWords {
  readonly title: string
  readonly closer: string
  readonly farther: string
}

export class CityMap {
  readonly #map: GlMap
  readonly #place: Place
  #spots: Spots = { incidents: [], units: [], pins: [], callers: [], places: [] }

  constructor(container: HTMLElement, place: Place, words: MapWords, hands: Hands) {
    this.#place = place
    const [west, south, east, north] = place.bounds
    this.#map = new GlMap({
      container,
      style: style(place, this.#data()),
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 16 },
      maxZoom: 18,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      locale: {
        'Map.Title': words.title,
        'NavigationControl.ZoomIn': words.closer,
        'NavigationControl.ZoomOut': words.farther,
      },
    })
    this.#map.touchZoomRotate.disableRotation()
    this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    this.#map.addControl(new ScaleControl({ maxWidth: 80 }), 'bottom-left')
    this.#map.on('style.load', () => this.show(this.#spots))
    this.#map.setMissingStyleImageResolver((id) => {
      const image = drawIcon(id)
      if (image && !this.#map.hasImage(id)) this.#map.addImage(id, image, { pixelRatio: 2 })
    })
    this.#map.on('click', (event) => {
      const hit = this.#map.queryRenderedFeatures(event.point, { layers: ['incidents'] })[0]
      const id: unknown = hit?.properties['id']
      if (typeof id === 'string') hands.openIncident(id)
      else hands.click({ latitude: event.lngLat.lat, longitude: event.lngLat.lng })
    })
  }

  show(spots: Spots): void {
    this.#spots = spots
    if (!this.#map.getSource('units')) return // loading: `style.load` shows it again
    for (const [name, data] of Object.entries(this.#data())) {
      this.#map.getSource<GeoJSONSource>(name)?.setData(data)
    }
  }

  /** The theme changed: the same map in the other colours. */
  repaint(): void {
    this.#map.setStyle(style(this.#place, this.#data()), { diff: false })
  }

  goTo(point: Point): void {
    const zoom = Math.max(this.#map.getZoom(), 13.5)
    this.#map.easeTo({ center: [point.longitude, point.latitude], zoom, duration: 150 })
  }

  /** The whole city again. */
  goHome(): void {
    const [west, south, east, north] = this.#place.bounds
    this.#map.fitBounds([west, south, east, north], { padding: 16, duration: 0 })
  }

  crosshair(on: boolean): void {
    this.#map.getCanvas().classList.toggle('picking', on)
  }

  resize(): void {
    this.#map.resize()
  }

  remove(): void {
    this.#map.remove()
  }

  #data(): Record<SourceName, FeatureCollection> {
    const { incidents, units, pins, callers, places } = this.#spots
    const circles = [...incidents.filter((spot) => spot.open), ...pins, ...callers]
    return {
      incidents: points(
        incidents.map((spot) => [
          spot.point,
          { id: spot.id, icon: spot.priority, open: spot.open },
        ]),
      ),
      units: points(
        units.map((spot) => [spot.point, { label: spot.label, icon: `unit-${spot.mood}` }]),
      ),
      places: points(
        places.map(({ point, kind, label, rough, bad }) => [
          point,
          { label: rough ? `± ${label}` : label, icon: bad ? `${kind}-bad` : kind },
        ]),
      ),
      pins: points(pins.map((spot) => [spot.point, { icon: 'pin' }])),
      callers: points(callers.map((spot) => [spot.point, { label: spot.label }])),
      accuracy: {
        type: 'FeatureCollection',
        features: circles
          .filter((spot) => spot.accuracy_m > 0)
          .map((spot) => ({
            type: 'Feature',
            properties: {},
            geometry: { type: 'Polygon', coordinates: [ring(spot.point, spot.accuracy_m)] },
          })),
      },
    }
  }
}

function points(
  spots: readonly (readonly [Point, Record<string, string | boolean>])[],
): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: spots.map(([point, properties]) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Point', coordinates: [point.longitude, point.latitude] },
    })),
  }
}
