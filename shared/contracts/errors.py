"""What is said when something on the wire is not as the contract says."""


class ContractError(ValueError):
    """A message breaks the contract: `field` names the place (`data.state`), `sentence` says what would be right."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
