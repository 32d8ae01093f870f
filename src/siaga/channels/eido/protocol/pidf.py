"""A place as PIDF-LO: latitude before longitude, WGS 84, a circle where the accuracy is known."""

from __future__ import annotations

import math
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from siaga.channels.eido.protocol import Spot

XML_MAX = 64 * 1024
_SPACES = (
    'xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"'
    ' xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"'
    ' xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"'
)
_SRS = "urn:ogc:def:crs:EPSG::4326"
_METRE = "urn:ogc:def:uom:EPSG::9001"
_GML = "{http://www.opengis.net/gml}"
_GS = "{http://www.opengis.net/pidflo/1.0}"
_CIVIC = "{urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr}"


def write(spot: Spot, *, entity: str) -> str:
    pos = f"<gml:pos>{spot.latitude:.6f} {spot.longitude:.6f}</gml:pos>"
    if spot.accuracy_m:
        radius = f'<gs:radius uom="{_METRE}">{spot.accuracy_m:g}</gs:radius>'
        shape = f'<gs:Circle srsName="{_SRS}">{pos}{radius}</gs:Circle>'
    else:
        shape = f'<gml:Point srsName="{_SRS}">{pos}</gml:Point>'
    if spot.address:
        address = f"<ca:LOC>{escape(spot.address)}</ca:LOC>"
        shape += f"<ca:civicAddress><ca:country>ID</ca:country>{address}</ca:civicAddress>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><presence {_SPACES}'
        f' entity={quoteattr("pres:" + entity)}><tuple id="t1"><status><gp:geopriv>'
        f"<gp:location-info>{shape}</gp:location-info><gp:usage-rules/>"
        "</gp:geopriv></status></tuple></presence>"
    )


def read(xml: str) -> Spot | None:
    """None for what names no usable point."""
    tree = _tree(xml)
    if tree is None:
        return None
    numbers = _numbers(tree.findtext(f".//{_GML}pos"))
    if len(numbers) < 2:
        return None
    latitude, longitude = numbers[:2]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or not (latitude or longitude):
        return None
    radius = _numbers(tree.findtext(f".//{_GS}radius"))
    return Spot(
        latitude=latitude,
        longitude=longitude,
        accuracy_m=radius[0] if radius and 0 < radius[0] <= 100_000 else None,
        address=_civic(tree),
    )


def read_address(xml: str) -> str:
    """The civic address alone, as one line; empty when there is none."""
    tree = _tree(xml)
    return "" if tree is None else _civic(tree)


def _tree(xml: str) -> ElementTree.Element | None:
    """A document with a type or entities of its own is not opened."""
    if len(xml) > XML_MAX or "<!" in xml:
        return None
    try:
        return ElementTree.fromstring(xml.encode())
    except (ElementTree.ParseError, ValueError, RecursionError):
        return None


def _civic(tree: ElementTree.Element) -> str:
    civic = tree.find(f".//{_CIVIC}civicAddress")
    parts = [(part.tag, (part.text or "").strip()) for part in civic] if civic is not None else []
    shown = [text for tag, text in parts if text and not tag.endswith("}country")]
    return ", ".join(shown)[:300]


def _numbers(text: str | None) -> list[float]:
    try:
        found = [float(part) for part in (text or "").split()]
    except ValueError:
        return []
    return found if all(math.isfinite(each) for each in found) else []
