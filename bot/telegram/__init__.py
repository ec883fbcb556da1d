"""Everything that is Telegram's. Whoever imports a module from here has aiogram, imported fast."""

from bot.telegram.fast_import import import_aiogram

import_aiogram()
