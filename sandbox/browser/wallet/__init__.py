"""A wallet for people who click through the sandbox: in the bot's pages without an extension, and beside the Discord.

    wallet = await wallet_of(stage)
    async with PagesWithWallet.serve(wallet) as pages:      # a proxy: FOLKMOOT_WEB_URL is its origin
        panel = WalletPanel(wallet, pages.origin)           # what members hold, and how they move it

A page finds a provider (EIP-6963, EIP-1193) in it that shows what is signed, as wallets do; keys stay with the sandbox.
"""

from sandbox.browser.wallet.panel import WalletPanel
from sandbox.browser.wallet.server import PagesWithWallet
from sandbox.browser.wallet.stage_wallet import wallet_of
from sandbox.browser.wallet.wallet import Wallet

__all__ = ["PagesWithWallet", "Wallet", "WalletPanel", "wallet_of"]
