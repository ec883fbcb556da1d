"""What can be wrong with an installation: each thing one sentence that names the way out.

``peremena check`` says all of it; ``peremena run`` refuses what cannot work and warns of the rest.
"""

from bot.checks.finding import Finding, Gravity

__all__ = ["Finding", "Gravity"]
