"""Workers that go and fetch what citizens sent, where nobody brings it: a bot's updates, an
operator's link, a modem's folder. What they fetch goes into the inbox before they say thanks."""
