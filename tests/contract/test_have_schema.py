"""EDXL-HAVE as OASIS published it: our sample stands under the standard's own schema."""

from __future__ import annotations

import pytest

from tests.contract.whatsapp_recorded import folder
from tests.unit.test_have import facility, feed


@pytest.mark.needs_data
def test_the_sample_is_valid_under_the_standards_own_schema() -> None:
    xmlschema = pytest.importorskip("xmlschema")
    path = folder().parent / "standards" / "have" / "xsd" / "external" / "have" / "have.xsd"
    if not path.is_file():
        pytest.skip("NOT RUN: the schema of EDXL-HAVE is absent; set SIAGA_SHARED_DATA")
    schema = xmlschema.XMLSchema(str(path), allow="local")
    whole = feed("Normal", more=facility("Normal"))
    assert [error.reason for error in schema.iter_errors(whole)] == []
    assert list(schema.iter_errors(whole.replace("Vacant/Available", "Perhaps")))
