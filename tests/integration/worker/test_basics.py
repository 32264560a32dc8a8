"""Questions and their answers, with a real server and a real worker."""

from tests.integration.worker.harness import track


async def test_a_question_is_answered_once(client, inbox, workers):
    await workers()
    job = track("quick-1")
    receipt = await client.submit(job)
    assert (receipt.job_id, receipt.position, receipt.cached) == (job.id, 1, False)
    await inbox.wait_for([job.id])
    assert inbox.answered_once([job.id])
    outcome = inbox.outcomes[job.id]
    assert outcome.read_report().track.title == "title of quick-1"
    assert (await client.picture(outcome.picture_key)).startswith(b"\x89PNG")
    assert (await client.progress(job.id)).state == "done"
