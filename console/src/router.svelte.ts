// The address after "#": "#/room/incident/<id>" is ["room", "incident", "<id>"].

class Router {
  path = $state.raw<readonly string[]>(read())

  constructor() {
    addEventListener('hashchange', () => {
      this.path = read()
    })
  }

  go(...path: readonly string[]): void {
    location.hash = `/${path.map(encodeURIComponent).join('/')}`
    this.path = path
  }

  /** As `go`, without a step for the back button. */
  replace(...path: readonly string[]): void {
    history.replaceState(null, '', `#/${path.map(encodeURIComponent).join('/')}`)
    this.path = path
  }
}

function read(): string[] {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent)
}

export const router = new Router()
