"""A larger network to learn from (Hinton et al. 2015, https://arxiv.org/abs/1503.02531).

Any encoder of transformers that cuts text as MiniLM does, into BERT's uncased word pieces. It gets
three heads and is trained like the reader; then it tells of examples how likely the answer starts
and ends where, and the reader learns that along with the labels.
"""

import gzip
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import torch
from tokenizers import Tokenizer
from tqdm import tqdm

from eval.training.batches import Batch, Batcher, Told, plan
from eval.training.examples import Example
from eval.training.heads import Heads, bfloat16_if_faster, read_off
from index.errors import UserError

if TYPE_CHECKING:
    from transformers import PreTrainedModel

# Of each distribution so many of the likeliest pieces are kept, and none less likely than this.
_KEPT, _LEAST = 6, 0.005


class Teacher(NamedTuple):
    """A network of transformers in training."""

    network: "PreTrainedModel"
    heads: Heads

    @classmethod
    def load(cls, folder: Path, *, seed: int, device: torch.device) -> "Teacher":
        """Return the network in a folder with new heads, ready to learn.

        Raises:
            UserError: The folder holds no such network.
        """
        from transformers import AutoModel

        for name in ("config.json", "tokenizer.json"):
            if not (folder / name).is_file():
                raise UserError(f"{folder / name} is not there. Give the folder of a network")
        network = AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True)
        # Dropout halves the speed of a training on a processor.
        network.to(device).eval()
        network.get_input_embeddings().requires_grad_(False)
        heads = Heads.new(network.config.hidden_size, seed=seed, device=device)
        return cls(network, heads)

    def parameters(self) -> dict[str, torch.Tensor]:
        """Return by name all that is learned; the words' vectors stay as they are."""
        named = {name: one for name, one in self.network.named_parameters() if one.requires_grad}
        return {**named, "heads": self.heads.weight, "heads_bias": self.heads.bias}

    def logits(self, batch: Batch, *, dropout: float = 0.0) -> torch.Tensor:
        """Return start, end and evidence of every piece, float32, shape (1, texts, longest, 3)."""
        del dropout
        found = self.network(input_ids=batch.ids, attention_mask=batch.mask.long())
        return read_off(found.last_hidden_state, self.heads, batch).unsqueeze(0)


@torch.inference_mode()
def tell(
    teacher: Teacher,
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    out: Path,
    *,
    seed: int,
    steps: int | None = None,
) -> None:
    """Write what a network says of examples, in the order in which a training would meet them.

    Args:
        teacher: A trained network.
        examples: Those of a training.
        tokenizer: Its own.
        out: FILE.jsonl.gz for `train --told`.
        seed: Of the order.
        steps: Of how many steps of such a training; None takes all.
    """
    device = teacher.heads.weight.device
    batcher = Batcher(tokenizer)
    planned = plan(examples, tokenizer, seed=seed)[:steps]
    unfinished = out.with_name(f"{out.name}.new")
    with gzip.open(unfinished, "wt", encoding="utf-8") as file:
        for step in tqdm(planned, unit="step", disable=None):
            for part in step:
                batch = batcher.batch(part)
                with bfloat16_if_faster(device):
                    logits = teacher.logits(batch.to(device))[0]
                likely = logits[..., :2].float().softmax(dim=1).cpu()
                for example, told in zip(batch.examples, _told(likely, batch), strict=True):
                    print(json.dumps({"asked": example.asked, "told": told}), file=file)
    os.replace(unfinished, out)


def _told(likely: torch.Tensor, batch: Batch) -> Iterator[Told]:
    """Yield the likeliest starts and ends of each example, counted in the passage's pieces."""
    for row, allowed in enumerate(batch.allowed):
        places = allowed.nonzero().flatten()
        heads = []
        for head in range(2):
            of_places = likely[row, places, head]
            best = of_places.topk(min(_KEPT, len(places)))
            pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
            heads.append([(at, round(value, 4)) for at, value in pairs if value >= _LEAST])
        yield heads[0], heads[1]


def read_told(path: Path) -> Mapping[str, Told]:
    """Return what `tell` wrote, by what was asked."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["asked"]: row["told"] for row in rows}


def check_pieces(own: Tokenizer, other: Tokenizer) -> None:
    """Make sure that another tokenizer has all of ours: what is told counts in its pieces.

    Raises:
        UserError: It cuts text in another way.
    """
    missing = own.get_vocab().keys() - other.get_vocab().keys()
    if missing:
        raise UserError(
            f"the network cuts text into other pieces: it has no {min(missing)!r}. Only one with"
            " BERT's uncased word pieces can be learned from"
        )
