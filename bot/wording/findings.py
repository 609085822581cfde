"""What the doctor looked at, what it found, and how to mend it, in words."""

from bot.domain.ids import ChannelId
from bot.services.governance import findings
from bot.wording.delivery.permissions import permission_name
from bot.wording.errors import clause
from bot.wording.language import Language


@clause.register
def _(finding: findings.Named, say: Language) -> str:
    return say.markup.name(finding.name, 100)


@clause.register
def _(finding: findings.OfSqlite, say: Language) -> str:
    return "SQLite"


@clause.register
def _(finding: findings.OfPostgresql, say: Language) -> str:
    return "PostgreSQL"


@clause.register
def _(finding: findings.OfDiscord, say: Language) -> str:
    return "Discord"


@clause.register
def _(finding: findings.OfClock, say: Language) -> str:
    return say._("clock")


@clause.register
def _(finding: findings.OfWitness, say: Language) -> str:
    return say._("clock of {name}").format(name=say.markup.name(finding.name, 40))


@clause.register
def _(finding: findings.ClockAgrees, say: Language) -> str:
    return say._("it agrees with Discord's")


@clause.register
def _(finding: findings.ClockUnheard, say: Language) -> str:
    return say._("Discord has said nothing of the time yet")


@clause.register
def _(finding: findings.ClockOff, say: Language) -> str:
    if finding.milliseconds > 0:
        words = say._("{seconds} seconds ahead of Discord's")
    else:
        words = say._("{seconds} seconds behind Discord's")
    return words.format(seconds=_seconds(finding.milliseconds, say))


@clause.register
def _(finding: findings.ClockWrong, say: Language) -> str:
    if finding.milliseconds > 0:
        words = say._("{seconds} seconds ahead of Discord's: nothing opens, closes or is prepared")
    else:
        words = say._("{seconds} seconds behind Discord's: nothing opens, closes or is prepared")
    return words.format(seconds=_seconds(finding.milliseconds, say))


@clause.register
def _(finding: findings.ClockConfirmed, say: Language) -> str:
    if finding.milliseconds > 0:
        words = say._("{seconds} seconds ahead of Discord's, but others say that Discord's is wrong")
    else:
        words = say._("{seconds} seconds behind Discord's, but others say that Discord's is wrong")
    return words.format(seconds=_seconds(finding.milliseconds, say))


def _seconds(milliseconds: int, say: Language) -> str:
    return say.tokens(abs(milliseconds), 3)


@clause.register
def _(finding: findings.ClockContradicted, say: Language) -> str:
    return say._("it contradicts the clock of this machine, which others confirm")


@clause.register
def _(finding: findings.StartNtp, say: Language) -> str:
    return say._("set the clock of the machine by NTP, such as with `timedatectl set-ntp true`")


@clause.register
def _(finding: findings.WaitForDiscord, say: Language) -> str:
    return say._("nothing has to be done; hold the clock against another one where it lasts")


@clause.register
def _(finding: findings.CheckNode, say: Language) -> str:
    return say._("see whether its nodes are in sync, or name others in FOLKMOOT_CHAINS")


@clause.register
def _(finding: findings.OfRole, say: Language) -> str:
    if finding.use == "moderators":
        return say._("moderators' role")
    return say._("guardians' role")


@clause.register
def _(finding: findings.RoleThere, say: Language) -> str:
    return say._("it is there")


@clause.register
def _(finding: findings.RoleGone, say: Language) -> str:
    return say._("it was deleted in Discord: nobody has its rights")


@clause.register
def _(finding: findings.NameRole, say: Language) -> str:
    return say._("name another one with `/gov setup`; it acts on what is submitted from then on")


@clause.register
def _(finding: findings.OfChannel, say: Language) -> str:
    channel = say.markup.channel(ChannelId(finding.channel))
    match finding.use:
        case "announcements":
            return say._("announcements channel {channel}").format(channel=channel)
        case "discussion":
            return say._("discussion channel {channel}").format(channel=channel)
        case _:
            return say._("log channel {channel}").format(channel=channel)


@clause.register
def _(finding: findings.Problems, say: Language) -> str:
    return say.markup.name(finding.detail, 300)


@clause.register
def _(finding: findings.SqliteFound, say: Language) -> str:
    if finding.wal_reset_bug:
        return say._(
            "version {version}, which has the WAL-reset bug: harmless as long as only one process opens the file, as "
            "here"
        ).format(version=say.markup.name(finding.version, 40))
    return say._("version {version}").format(version=say.markup.name(finding.version, 40))


@clause.register
def _(finding: findings.PostgresqlFound, say: Language) -> str:
    words = say._("version {version}, {encoding}, reads {reads}, writes {writes} one at a time")
    if finding.lossy:
        words = say._(
            "version {version}, {encoding}, reads {reads}, writes {writes} one at a time, {lossy} off"
        )
    return words.format(
        version=say.markup.name(finding.version, 40),
        encoding=say.markup.name(finding.encoding, 40),
        reads=say.markup.name(finding.reads, 40),
        writes=say.markup.name(finding.writes, 40),
        lossy=say.both([say.markup.name(name, 40) for name in finding.lossy]),
    )


@clause.register
def _(finding: findings.OfPrivateFiles, say: Language) -> str:
    return say._("private files")


@clause.register
def _(finding: findings.Private, say: Language) -> str:
    return say._("read by the bot's own user alone")


@clause.register
def _(finding: findings.ReadByOthers, say: Language) -> str:
    return say.ngettext(
        "other users of this machine can read {names}: it holds secrets",
        "other users of this machine can read {names}: they hold secrets",
        len(finding.names),
    ).format(names=say.both([say.markup.name(name, 200) for name in finding.names]))


@clause.register
def _(finding: findings.TakePermissions, say: Language) -> str:
    names = " ".join(say.markup.name(name, 200) for name in finding.names)
    return say._("take that from them: `chmod 600 {names}`").format(names=names)


@clause.register
def _(finding: findings.TurnOn, say: Language) -> str:
    return say._("turn {names} on: a power failure loses votes").format(
        names=say.both([say.markup.name(name, 40) for name in finding.names])
    )


@clause.register
def _(finding: findings.AsFactsSay, say: Language) -> str:
    if not finding.mended:
        return say._("as the facts say")
    return say.ngettext(
        "{number} was not as the facts say, and is now",
        "{number} were not as the facts say, and are now",
        finding.mended,
    ).format(number=finding.mended)


@clause.register
def _(finding: findings.OfDeliveries, say: Language) -> str:
    return say._("deliveries")


@clause.register
def _(finding: findings.NothingGivenUp, say: Language) -> str:
    return say._("nothing was given up")


@clause.register
def _(finding: findings.DeliveriesGivenUp, say: Language) -> str:
    return say.ngettext(
        "{number} was given up since {moment}: members have not been told something",
        "{number} were given up since {moment}: members have not been told something",
        finding.number,
    ).format(number=finding.number, moment=say.when(finding.since))


@clause.register
def _(finding: findings.RetryDeliveries, say: Language) -> str:
    return say._("mend what kept them back, then `/gov retry` (for operators: `folkmoot retry`)")


@clause.register
def _(finding: findings.ProposerOf, say: Language) -> str:
    return say._("{name}: proposer").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.ProofOf, say: Language) -> str:
    return say._("{name}: proof").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.SeveralActionsOf, say: Language) -> str:
    return say._("{name}: several actions").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.OfTrack, say: Language) -> str:
    return say._("track {track}").format(track=say.markup.name(finding.track, 40))


@clause.register
def _(finding: findings.OfChain, say: Language) -> str:
    return say._("chain {name} ({id})").format(name=say.markup.name(finding.name, 40), id=finding.id)


@clause.register
def _(finding: findings.OfHistory, say: Language) -> str:
    return say._("chain {name} ({id}): history").format(name=say.markup.name(finding.name, 40), id=finding.id)


@clause.register
def _(finding: findings.OfHolding, say: Language) -> str:
    return say._("chain {name} ({id}): holding rule").format(
        name=say.markup.name(finding.name, 40), id=finding.id
    )


@clause.register
def _(finding: findings.OfExecutor, say: Language) -> str:
    return say._("Safe")


@clause.register
def _(finding: findings.OfDatabase, say: Language) -> str:
    return say._("database")


@clause.register
def _(finding: findings.OfStored, say: Language) -> str:
    if not finding.server:
        return say._("what is stored")
    return say._("what is stored of {server}").format(server=say.markup.name(finding.server, 60))


@clause.register
def _(finding: findings.AllReadable, say: Language) -> str:
    return say._("all of it can be read")


@clause.register
def _(finding: findings.RowsUnreadable, say: Language) -> str:
    return say.ngettext(
        "{number} thing can't be read, and waits: {rows}",
        "{number} things can't be read, and wait: {rows}",
        finding.number,
    ).format(number=finding.number, rows=say.markup.name("; ".join(finding.rows), 500))


@clause.register
def _(finding: findings.MendRows, say: Language) -> str:
    return say._(
        "a track gets new rules by `/gov policy apply`; anything else the bot's operator restores from a backup"
    )


@clause.register
def _(finding: findings.OfDueTimes, say: Language) -> str:
    return say._("what is due when")


@clause.register
def _(finding: findings.OfDiscordToken, say: Language) -> str:
    return say._("Discord token")


@clause.register
def _(finding: findings.OfServer, say: Language) -> str:
    return say._("server {name}").format(name=say.markup.name(finding.name, 60))


@clause.register
def _(finding: findings.NoChainConfigured, say: Language) -> str:
    return say._("its chain is not configured")


@clause.register
def _(finding: findings.SymbolAndDecimals, say: Language) -> str:
    return say.ngettext(
        "{symbol}, {decimals} decimal", "{symbol}, {decimals} decimals", finding.decimals
    ).format(symbol=say.markup.name(finding.symbol, 40), decimals=finding.decimals)


@clause.register
def _(finding: findings.NoTrackFollows, say: Language) -> str:
    return say._("what passes there can't go on: no track {track} takes proposals").format(
        track=say.markup.name(finding.track, 40)
    )


@clause.register
def _(finding: findings.FinalizedBlock, say: Language) -> str:
    return say.ngettext(
        "finalized block {block}, {seconds} second old",
        "finalized block {block}, {seconds} seconds old",
        finding.seconds,
    ).format(block=finding.block, seconds=finding.seconds)


@clause.register
def _(finding: findings.OfPower, say: Language) -> str:
    return say._("{name}: what counts").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.OfEndpoint, say: Language) -> str:
    return say._("chain {name}: endpoint {host}").format(
        name=say.markup.name(finding.chain, 40), host=say.markup.name(finding.host, 80)
    )


@clause.register
def _(finding: findings.EndpointFails, say: Language) -> str:
    return say._("it doesn't answer: {why}").format(why=say.markup.name(finding.why, 200))


@clause.register
def _(finding: findings.EndpointCan, say: Language) -> str:
    missing: list[str] = []
    if not finding.finalized:
        missing.append(say._("which block is final"))
    if not finding.full_gas:
        missing.append(say._("the gas that each read needs"))
    if finding.history is not None:
        missing.append(
            say.ngettext(
                "states older than {number} block", "states older than {number} blocks", finding.history
            ).format(number=finding.history)
        )
    if finding.log_blocks is not None:
        missing.append(
            say.ngettext(
                "events of more than {number} block at once",
                "events of more than {number} blocks at once",
                finding.log_blocks,
            ).format(number=finding.log_blocks)
        )
    if finding.batch is not None:
        missing.append(
            say.ngettext(
                "more than {number} request at once", "more than {number} requests at once", finding.batch
            ).format(number=finding.batch)
        )
    if not finding.block_hashes:
        missing.append(say._("reads by block hash"))
    if not missing:
        return say._("it does all that is asked of it")
    return say._("it doesn't do: {missing}").format(missing=say.both(missing))


@clause.register
def _(finding: findings.AnotherEndpoint, say: Language) -> str:
    return say._("use another endpoint or plan: what it doesn't do can't be done in another way")


@clause.register
def _(finding: findings.FullArchive, say: Language) -> str:
    return say._("full archive")


@clause.register
def _(finding: findings.LastBlocks, say: Language) -> str:
    return say.ngettext(
        "state of the last {number} block", "state of the last {number} blocks", finding.blocks
    ).format(number=finding.blocks)


@clause.register
def _(finding: findings.StateThere, say: Language) -> str:
    return say._("the state of block {block} is there").format(block=finding.block)


@clause.register
def _(finding: findings.NothingExecuted, say: Language) -> str:
    return say._("none: proposals only decide, nothing is executed")


@clause.register
def _(finding: findings.Sound, say: Language) -> str:
    return say._("sound, revision {revision}").format(revision=say.markup.name(finding.revision, 40))


@clause.register
def _(finding: findings.LoggedIn, say: Language) -> str:
    return say._("logged in as {user}").format(user=say.markup.name(finding.user, 80))


@clause.register
def _(finding: findings.NotInServer, say: Language) -> str:
    return say._("the bot is not in it")


@clause.register
def _(finding: findings.TokenRefused, say: Language) -> str:
    return say._("Discord refuses it")


@clause.register
def _(finding: findings.NoGateway, say: Language) -> str:
    return say._("no connection to the gateway")


@clause.register
def _(finding: findings.ChannelUnseen, say: Language) -> str:
    return say._("the bot doesn't see it, or it was deleted")


@clause.register
def _(finding: findings.AllPermissions, say: Language) -> str:
    return say.ngettext("all {number} permission", "all {number} permissions", finding.number).format(
        number=finding.number
    )


@clause.register
def _(finding: findings.PermissionMissing, say: Language) -> str:
    return say._("“{label}” is missing").format(label=permission_name(finding.permission, say))


@clause.register
def _(finding: findings.AddChain, say: Language) -> str:
    return say._("add chain {chain} to FOLKMOOT_CHAINS, or run /gov setup again").format(chain=finding.chain)


@clause.register
def _(finding: findings.AddItsChain, say: Language) -> str:
    return say._("add it to FOLKMOOT_CHAINS")


@clause.register
def _(finding: findings.CheckSource, say: Language) -> str:
    return say._("check the address and the kind, and run /gov setup again")


@clause.register
def _(finding: findings.AddTrack, say: Language) -> str:
    return say._("/gov track add with the name {track}").format(track=say.markup.name(finding.track, 40))


@clause.register
def _(finding: findings.CheckUrls, say: Language) -> str:
    return say._("check the RPC URLs in FOLKMOOT_CHAINS, and that they serve this chain id")


@clause.register
def _(finding: findings.CheckSync, say: Language) -> str:
    return say._("check the RPC URLs in FOLKMOOT_CHAINS, and that the nodes are in sync")


@clause.register
def _(finding: findings.AnotherUrl, say: Language) -> str:
    return say._("the node is behind, or the chain stands still: use another RPC URL")


@clause.register
def _(finding: findings.UseArchive, say: Language) -> str:
    return say._("use an archive node: power is read at the snapshot for as long as a vote is open")


@clause.register
def _(finding: findings.UseArchiveOrWait, say: Language) -> str:
    return say._(
        "use an archive node (or wait, if the chain itself is younger than the rule's window): power is the "
        "least balance since then"
    )


@clause.register
def _(finding: findings.NameASafe, say: Language) -> str:
    return say._("name a Safe in /gov setup to let proposals carry actions")


@clause.register
def _(finding: findings.CheckExecutor, say: Language) -> str:
    return say._("check the address, and that a transaction service is configured for the chain")


@clause.register
def _(finding: findings.RestoreBackup, say: Language) -> str:
    return say._("stop the bot and restore the newest backup")


@clause.register
def _(finding: findings.InviteAgain, say: Language) -> str:
    return say._("invite the bot again (README, “Run it for real”)")


@clause.register
def _(finding: findings.CopyToken, say: Language) -> str:
    return say._("copy the token again from the developer portal (Bot, Reset Token)")


@clause.register
def _(finding: findings.CheckNetwork, say: Language) -> str:
    return say._("check the network, and https://discordstatus.com")


@clause.register
def _(finding: findings.ShowChannel, say: Language) -> str:
    return say._("give the bot “View Channel” there, or choose another channel in /gov setup")


@clause.register
def _(finding: findings.AllowPermission, say: Language) -> str:
    return say._("allow “{label}” in channel settings, Permissions, the bot's role").format(
        label=permission_name(finding.permission, say)
    )
