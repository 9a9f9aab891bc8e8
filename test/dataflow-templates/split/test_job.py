"""The job as Dataflow gets it, made without a network. Beam only warns of an option that it does not know: what counts
is what stands in the job."""

import json
from pathlib import Path
from typing import Any

import pytest
from apache_beam import Pipeline
from apache_beam.options.pipeline_options import GoogleCloudOptions, PipelineOptions
from apache_beam.portability.api import beam_runner_api_pb2
from apache_beam.runners.dataflow.internal import apiclient

from split.options import PARAMETERS
from split.pipeline import build
from split.worker import Settings

IMAGE = "europe-west1-docker.pkg.dev/acme-dev/sluice/split@sha256:" + "0" * 64
MANIFEST = "ledger/flights/jobs/sluice-flights-0123456789abcdef01234567-1-1.json"

# As the launcher of a flex template spells what a launch request asks for.
ARGUMENTS = [
    "--runner=DataflowRunner",
    "--project=acme-dev",
    "--region=europe-west1",
    "--job_name=sluice-flights-0123456789abcdef01234567-1-1",
    "--temp_location=gs://acme-dev-temp/temp",
    "--staging_location=gs://acme-dev-temp/staging",
    f"--sdk_container_image={IMAGE}",
    "--sdk_location=container",
    "--num_workers=7",
    "--max_num_workers=7",
    "--autoscaling_algorithm=NONE",
    "--worker_machine_type=n2-standard-4",
    "--disk_size_gb=50",
    "--no_use_public_ips",
    "--subnetwork=regions/europe-west1/subnetworks/sluice",
    "--service_account_email=sluice-dataflow@acme-dev.iam.gserviceaccount.com",
    "--labels=dataset=flights",
    "--labels=environment=dev",
    "--flexrs_goal=COST_OPTIMIZED",
    "--number_of_worker_harness_threads=2",
    f"--manifest={MANIFEST}",
    "--lake=gs://acme-dev-{zone}",
    "--dry_run=true",
    "--no_auth",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With job.json and pipeline.pb, as they would be sent."""
    folder = tmp_path_factory.mktemp("job")
    options = PipelineOptions(ARGUMENTS)
    pipeline = Pipeline(options=options)
    build(pipeline, MANIFEST, Settings("gs://acme-dev-{zone}", 1, 1800, 1024), 268_435_456)
    job = pipeline.run().job
    for view in (options, job.options):
        cloud = view.view_as(GoogleCloudOptions)
        cloud.staging_location = cloud.temp_location = str(folder)
        cloud.template_location = str(folder / "job.json")
    apiclient.DataflowApplicationClient(job.options, str(folder)).create_job(job)
    return folder


@pytest.fixture(scope="module")
def job(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "job.json").read_text())


@pytest.fixture(scope="module")
def pool(job: dict[str, Any]) -> dict[str, Any]:
    (pool,) = job["environment"]["workerPools"]
    return pool


def test_name_and_labels(job: dict[str, Any]) -> None:
    assert job["name"] == "sluice-flights-0123456789abcdef01234567-1-1"
    assert job["type"] == "JOB_TYPE_BATCH"
    assert job["labels"] == {"dataset": "flights", "environment": "dev"}


def test_workers_are_capped_and_of_the_asked_kind(pool: dict[str, Any]) -> None:
    assert pool["numWorkers"] == 7
    assert pool["autoscalingSettings"] == {"algorithm": "AUTOSCALING_ALGORITHM_NONE", "maxNumWorkers": 7}
    assert pool["machineType"] == "n2-standard-4"
    assert pool["diskSizeGb"] == 50


def test_workers_have_private_addresses_in_our_subnetwork(pool: dict[str, Any]) -> None:
    assert pool["ipConfiguration"] == "WORKER_IP_PRIVATE"
    assert pool["subnetwork"] == "regions/europe-west1/subnetworks/sluice"


def test_workers_run_the_image_by_its_digest(pool: dict[str, Any], folder: Path) -> None:
    assert pool["workerHarnessContainerImage"] == IMAGE
    assert [each["containerImage"] for each in pool["sdkHarnessContainerImages"]] == [IMAGE]
    proto = beam_runner_api_pb2.Pipeline.FromString((folder / "pipeline.pb").read_bytes())
    payloads = [environment.payload for environment in proto.components.environments.values()]
    assert any(IMAGE.encode() in payload for payload in payloads)


def test_nothing_is_installed_when_a_worker_starts(pool: dict[str, Any]) -> None:
    assert [package["name"] for package in pool.get("packages", []) if package["name"] != "pickled_main_session"] == []


def test_flexible_scheduling_and_the_account(job: dict[str, Any]) -> None:
    environment = job["environment"]
    assert environment["flexResourceSchedulingGoal"] == "FLEXRS_COST_OPTIMIZED"
    assert environment["serviceAccountEmail"] == "sluice-dataflow@acme-dev.iam.gserviceaccount.com"


def test_one_child_a_core_and_a_thread_that_fetches_ahead(job: dict[str, Any]) -> None:
    options = job["environment"]["sdkPipelineOptions"]["options"]
    assert options["number_of_worker_harness_threads"] == 2
    assert "use_multiple_sdk_containers" in job["environment"]["experiments"]


def test_the_graph_stays_small_whatever_the_manifest(folder: Path) -> None:
    """Dataflow takes 10 MB; drops and rules are read by the workers."""
    assert (folder / "pipeline.pb").stat().st_size < 200_000


def test_metadata_is_made_from_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    from split.metadata import metadata  # noqa: PLC0415

    committed = Path(__file__).parents[3] / "dataflow-templates" / "split" / "metadata.json"
    assert json.loads(committed.read_text("utf-8")) == metadata()
    assert [each["name"] for each in metadata()["parameters"]] == [each.name for each in PARAMETERS]
