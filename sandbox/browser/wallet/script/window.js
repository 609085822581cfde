// The wallet in a page of the bot. A link from the sandbox's Discord says whose it is, as `#wallet=ID`.
{
  const wanted = /^#wallet=([0-9]{1,20})$/.exec(location.hash)?.[1];
  if (wanted) {
    history.replaceState(history.state, "", location.pathname + location.search);
    if (here.holder?.id !== wanted) here.write({ holder: null, connected: false, wanted });
  }
  const provider = makeProvider(wallet);
  announce(provider);
  placeBadge(provider);
}
