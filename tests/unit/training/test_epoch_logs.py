"""Losses of every epoch: a table for each network, begun anew by each training."""

from spotpop.training.epoch_logs import TrainingLogs


def test_each_network_has_its_table(tmp_path):
    folder = tmp_path / "logs" / "deep"
    logs = TrainingLogs(folder)
    first, second = logs.of(0), logs.of(1)
    first(1, 0.123456, 0.2)
    first(2, 0.1, 0.25)
    second(1, 0.5, 0.6)
    assert (folder / "network-1.csv").read_text().split() == [
        "epoch,crps,crps_watched",
        "1,0.1235,0.2000",
        "2,0.1000,0.2500",
    ]
    assert (folder / "network-2.csv").read_text().split()[1:] == ["1,0.5000,0.6000"]
    TrainingLogs(folder).of(0)
    assert (folder / "network-1.csv").read_text().split() == ["epoch,crps,crps_watched"]
