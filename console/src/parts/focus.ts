/** Takes the focus where a press opens a field in the page. `autofocus` gives way to the button that
 * was pressed, so that what is typed next would be taken for shortcuts. In a dialog it is enough. */
export function takeFocus(node: HTMLElement): void {
  node.focus()
}
