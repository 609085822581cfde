// The wallet in a page of the bot. The address says whose it is, as `ID.localhost`.
{
  const wanted = /^([0-9]{1,20})\.localhost$/.exec(location.hostname)?.[1];
  if (wanted) here.write({ wanted });
  const provider = makeProvider(wallet);
  announce(provider);
  placeBadge(provider);
}
