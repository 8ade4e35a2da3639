"""A run of training: a model and what changes with each step, saved and taken up again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

import torch
from torch import nn


class Learner(Protocol):
    """A model of which a part is trained."""

    def learnt(self) -> dict[str, torch.Tensor]:
        """Return what is trained, by name."""


Model = TypeVar("Model", bound=Learner)


@dataclass(frozen=True, slots=True)
class Course:
    """How a run goes: the learning rate rises to `rate` for `warm_up` of its `steps`, then falls to nothing.

    What is kept is an average, of which each step changes a share of 1 - `averaged`.
    """

    steps: int
    rate: float
    warm_up: int
    averaged: float

    def share_of_rate(self, step: int) -> float:
        """Return the share of the highest rate at a step."""
        return min(step / self.warm_up, max(0.0, (self.steps - step) / max(1, self.steps - self.warm_up)))


@dataclass(frozen=True, slots=True)
class Run(Generic[Model]):
    """A model in training."""

    model: Model
    course: Course
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    average: dict[str, torch.Tensor]

    @classmethod
    def of(cls, model: Model, course: Course) -> Self:
        """Begin a run."""
        learnt = model.learnt()
        optimizer = torch.optim.AdamW(learnt.values(), lr=course.rate, weight_decay=0.01, fused=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, course.share_of_rate)
        return cls(model, course, optimizer, schedule, {name: value.detach().clone() for name, value in learnt.items()})

    def step(self, loss: torch.Tensor, number: int) -> None:
        """Learn from the loss of step `number`."""
        loss.backward()  # type: ignore[no-untyped-call]
        learnt = self.model.learnt()
        nn.utils.clip_grad_norm_(learnt.values(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        keep = min(self.course.averaged, number / (number + 10))
        for name, value in learnt.items():
            self.average[name].lerp_(value.detach(), 1 - keep)

    def save(self, path: Path, done: int) -> None:
        """Write a checkpoint after `done` steps; an older one stays until it is whole."""
        state = {"done": done, "learnt": self.model.learnt(), "average": self.average}
        part = path.with_suffix(".part")
        torch.save({**state, "optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict()}, part)
        part.replace(path)

    def resume(self, path: Path) -> int:
        """Go on from the checkpoint, where there is one; return how many steps were done."""
        if not path.is_file():
            return 0
        state = torch.load(path, weights_only=True)
        self.take(state["learnt"])
        for name, value in state["average"].items():
            self.average[name].copy_(value)
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        return int(state["done"])

    def take(self, values: dict[str, torch.Tensor]) -> None:
        """Put `values` in place of what is learnt."""
        for name, value in self.model.learnt().items():
            value.data.copy_(values[name])
