"""The handover summary: who may print it, and who may not."""

from __future__ import annotations

from typing import Any

from fhir.resources.R4B.bundle import Bundle

from tests.http.conftest import People
from tests.http.test_patients import RSUD, Scene, scene

__all__ = ["scene"]


def test_crew_and_hospital_print_it_and_others_do_not(scene: Scene, people: People) -> None:
    scene.about(scene.crew, "take-vitals", vitals={"pulse": 118, "spo2": 91})
    scene.about(scene.crew, "describe-patient", condition={"complaint": "Nyeri <dada>"})
    scene.about(scene.crew, "choose-destination", hospital=RSUD)
    paths = (f"/serah-terima/{scene.patient}", f"/api/patient-summaries/{scene.patient}")

    def statuses(user: str) -> list[int]:
        return [people(user).http.get(path).status_code for path in paths]

    for user in ("crew-amb1", f"hospital-{RSUD}", "calltaker", "doctor"):
        assert statuses(user) == [200, 200], user
    for user in ("crew-amb2", "hospital-siloam", "head", "auditor", "agency-dinsos", "admin"):
        assert statuses(user) == [403, 403], user

    page = scene.hospital.http.get(paths[0])
    assert page.headers["cache-control"] == "no-store"
    assert "Nyeri &lt;dada&gt;" in page.text
    assert "<td>118</td>" in page.text
    assert "Patient handover" in scene.hospital.http.get(f"{paths[0]}?lang=en").text
    found: dict[str, Any] = scene.hospital.http.get(paths[1]).json()
    assert Bundle.model_validate(found).entry


def test_nobody_and_nonsense_are_told_apart(scene: Scene) -> None:
    assert (
        scene.crew.http.get("/serah-terima/0198c0de-0000-7000-8000-00000000dead").status_code == 404
    )
    assert scene.crew.http.get("/serah-terima/<b>").status_code == 422
    for language in ('"><b>', "../../pyproject", "xx", "\x00"):
        for page in ("/serah-terima", "/api/patient-summaries"):
            answer = scene.crew.http.get(f"{page}/{scene.patient}", params={"lang": language})
            assert answer.status_code == 200, (page, language, answer.text)
            assert '"><b>' not in answer.text
    assert scene.crew.http.get("/serah-terima/kertas.css").status_code == 200


def test_a_case_that_is_over_is_not_opened_unseen(scene: Scene) -> None:
    scene.about(scene.crew, "choose-destination", hospital=RSUD)
    scene.about(scene.crew, "hand-over", received_by="Ns. Rina")
    paper = f"/serah-terima/{scene.patient}"

    def read_by() -> list[str]:
        """As the kronologi says it, whose own reading stands in it by then."""
        story = scene.taker.cards("incident-story", incident=scene.incident).values()
        return [line["actor"] for line in story if line["type"] == "PersonalDataRead"]

    assert scene.crew.http.get(paper).status_code == 200
    assert read_by() == []
    scene.end()
    assert scene.crew.http.get(paper).status_code == 200
    assert read_by() == [scene.crew.id, scene.taker.id]
    scene.taker.done("incident/reopen", incident_id=scene.incident, reason="Uji belum selesai")
