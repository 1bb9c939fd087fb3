"""The network in training: how it begins, what it reads off, and its weights on disk."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, cast

import torch

from eval.training.batches import Batch
from eval.training.heads import Heads, read_off
from index.minilm import words_and_tokenizer
from index.network import Layer, Matrix, Network
from qa.reading import packed

CPU = torch.device("cpu")


class Student(NamedTuple):
    """A network in training."""

    network: Network
    heads: Heads
    middle: Heads

    def parameters(self) -> dict[str, torch.Tensor]:
        """Return by name all that is learned; the words' vectors stay as they are."""
        named = {
            "positions": self.network.positions,
            "kinds": self.network.kinds,
            "norm": self.network.norm,
            "norm_bias": self.network.norm_bias,
            "heads": self.heads.weight,
            "heads_bias": self.heads.bias,
            "middle": self.middle.weight,
            "middle_bias": self.middle.bias,
        }
        for number, layer in enumerate(self.network.layers):
            named |= {f"layers.{number}.{part}": value for part, value in layer._asdict().items()}
        return named

    def states(self, batch: Batch, *, dropout: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the states half-way and at the end, each of shape (texts, longest, width)."""
        layers = self.network.layers
        half = len(layers) // 2
        x = self.network.embed(batch.ids, batch.seconds)
        middle = self.network.through(x, batch.mask, layers[:half], dropout=dropout)
        return middle, self.network.through(middle, batch.mask, layers[half:], dropout=dropout)

    def read_off(self, states: tuple[torch.Tensor, torch.Tensor], batch: Batch) -> torch.Tensor:
        """Return start, end and evidence of every piece, at the end and half-way.

        Args:
            states: What `states` returned.
            batch: What they are the states of.

        Returns:
            float32, shape (2, texts, longest, 3).
        """
        middle, last = states
        return torch.stack(
            [read_off(last, self.heads, batch), read_off(middle, self.middle, batch)]
        )

    def logits(self, batch: Batch, *, dropout: float = 0.0) -> torch.Tensor:
        """Return start, end and evidence of every piece, float32, shape (2, texts, longest, 3)."""
        return self.read_off(self.states(batch, dropout=dropout), batch)


def best_device() -> torch.device:
    """Return the graphics processor if torch can use one, otherwise the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def student(
    folder: Path,
    *,
    seed: int,
    base: Path | None = None,
    start_from: Path | None = None,
    device: torch.device = CPU,
) -> Student:
    """Return a network ready to learn, on a device.

    Args:
        folder: The published MiniLM, of which the words' vectors are taken and stay as they are.
        seed: Of new heads.
        base: Folder of the network to begin with, as wide as MiniLM, with new heads; None takes
            MiniLM.
        start_from: Weights of an earlier training to go on from, as `write` wrote them, in place of
            both. Those of before there were heads half-way have none: these begin anew.
        device: Where it is computed.
    """
    words, _ = words_and_tokenizer(folder, torch.float32)
    kept = packed.load(start_from) if start_from else {}
    if start_from:
        network = packed.network(kept, words)
    else:
        network = Network.load((base or folder) / "model.safetensors", torch.float32)

    def learn(weights: Matrix) -> torch.Tensor:
        tensor = cast("torch.Tensor", weights)
        return tensor.to(device, copy=True).requires_grad_()

    def heads(name: str, seed: int) -> Heads:
        if name in kept:
            return Heads(learn(kept[name]), learn(kept[f"{name}_bias"]))
        return Heads.new(words.shape[1], seed=seed, device=device)

    return Student(
        network._replace(
            words=words.to(device),
            positions=learn(network.positions),
            kinds=learn(network.kinds),
            norm=learn(network.norm),
            norm_bias=learn(network.norm_bias),
            layers=tuple(Layer._make(map(learn, layer)) for layer in network.layers),
        ),
        heads("heads", seed),
        heads("middle", seed + 1),
    )


def put(named: dict[str, torch.Tensor], weights: dict[str, torch.Tensor]) -> None:
    """Take over the weights of an earlier training, by name."""
    with torch.no_grad():
        for name, tensor in named.items():
            tensor.copy_(weights[name])


def write(learned: Student, path: Path) -> None:
    """Write the weights, the words' vectors left out: the encoder has them."""
    packed.save(learned.parameters(), path)


def average(paths: Sequence[Path], out: Path) -> None:
    """Write the mean of the weights of several trainings (Wortsman et al. 2022).

    They must have gone on from the same weights: https://arxiv.org/abs/2203.05482.
    """
    several = [packed.load(path) for path in paths]
    means = {
        name: torch.stack([weights[name] for weights in several]).mean(dim=0) for name in several[0]
    }
    packed.save(means, out)
