// A bot on an unmodified discord.js. It connects to the Discord at the API address in argv[2] and tells, a line of
// JSON each, what discord.js told it. The test on the other side of the pipe acts as the members.
import {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, ContainerBuilder, Events, GatewayIntentBits, LabelBuilder,
  MessageFlags, ModalBuilder, Partials, PermissionFlagsBits, SlashCommandBuilder, StringSelectMenuBuilder,
  TextDisplayBuilder, TextInputBuilder, TextInputStyle,
} from 'discord.js';

const [, , api, token] = process.argv;
const tell = (what, details = {}) => process.stdout.write(`${JSON.stringify({ what, ...details })}\n`);

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions],
  partials: [Partials.Message, Partials.Reaction, Partials.User],
  rest: { api, version: '10' },
});

const vote = new SlashCommandBuilder()
  .setName('vote')
  .setDescription('Vote on proposals')
  .setNameLocalizations({ de: 'abstimmen' })
  .addSubcommandGroup((group) =>
    group.setName('on').setDescription('On something').addSubcommand((sub) =>
      sub
        .setName('proposal')
        .setDescription('On a proposal')
        .addStringOption((option) =>
          option.setName('proposal').setDescription('Which').setRequired(true).setAutocomplete(true),
        )
        .addStringOption((option) =>
          option.setName('choice').setDescription('What').setRequired(true)
            .addChoices({ name: 'For', value: 'for' }, { name: 'Against', value: 'against' }),
        ),
    ),
  );
const propose = new SlashCommandBuilder()
  .setName('propose')
  .setDescription('Propose something')
  .setDefaultMemberPermissions(PermissionFlagsBits.SendMessages);
const open = new SlashCommandBuilder()
  .setName('open')
  .setDescription('Open threads')
  .addChannelOption((option) => option.setName('forum').setDescription('Where').setRequired(true));

const row = () =>
  new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId('vote:for').setLabel('For').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId('vote:off').setLabel('Closed').setStyle(ButtonStyle.Secondary).setDisabled(true),
  );
const card = (text) =>
  new ContainerBuilder().addTextDisplayComponents(new TextDisplayBuilder().setContent(text)).addActionRowComponents(row());

const form = () =>
  new ModalBuilder()
    .setCustomId('draft')
    .setTitle('Propose')
    .addLabelComponents(
      new LabelBuilder().setLabel('Title').setTextInputComponent(
        new TextInputBuilder().setCustomId('title').setStyle(TextInputStyle.Short).setMaxLength(40),
      ),
      new LabelBuilder().setLabel('Track').setStringSelectMenuComponent(
        new StringSelectMenuBuilder().setCustomId('track').addOptions(
          { label: 'Treasury', value: 'treasury' }, { label: 'Text', value: 'text' },
        ),
      ),
    );

const answers = {
  async vote(interaction) {
    const choice = interaction.options.getString('choice');
    const group = interaction.options.getSubcommandGroup();
    const { resource } = await interaction.reply({
      components: [card(`${group}: ${choice}`)], flags: MessageFlags.IsComponentsV2, withResponse: true,
    });
    await resource.message.react('👍');
    tell('voted', { message: resource.message.id, locale: interaction.locale });
  },
  async propose(interaction) {
    await interaction.showModal(form());
  },
  async open(interaction) {
    await interaction.deferReply();
    const forum = interaction.options.getChannel('forum');
    const notice = await interaction.channel.send('discuss below');
    const thread = await notice.startThread({ name: 'Below' });
    await thread.send('first');
    const tag = forum.availableTags.find((one) => one.name === 'open');
    const post = await forum.threads.create({ name: 'A post', message: { content: 'the text' }, appliedTags: [tag.id] });
    await post.setArchived(true);
    await interaction.editReply(`opened ${thread.name} and ${post.name}`);
    await interaction.followUp({ content: 'only for you', flags: MessageFlags.Ephemeral });
  },
};

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await interaction.respond([{ name: `Proposal ${typed}`, value: typed }]);
  } else if (interaction.isChatInputCommand()) {
    await answers[interaction.commandName](interaction);
  } else if (interaction.isModalSubmit()) {
    const title = interaction.fields.getTextInputValue('title');
    const [track] = interaction.fields.getStringSelectValues('track');
    await interaction.reply({ content: `${title} (${track})`, files: [{ attachment: Buffer.from('full'), name: 'text.md' }] });
  } else if (interaction.isButton()) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.followUp({ content: `counted ${interaction.customId} of ${interaction.user.username}` });
    await interaction.message.edit({ components: [card('for: 1')], flags: MessageFlags.IsComponentsV2 });
  }
});
client.on(Events.MessageReactionAdd, async (reaction, user) => {
  const users = await reaction.users.fetch();
  tell('reaction', { emoji: reaction.emoji.name, user: user.id, users: [...users.keys()] });
});
client.on(Events.MessageReactionRemove, (reaction, user) => tell('unreaction', { emoji: reaction.emoji.name, user: user.id }));
client.on(Events.MessageUpdate, (_, message) => tell('edited', { message: message.id }));
client.on(Events.ShardResume, (_, replayed) => tell('resumed', { replayed }));
client.on(Events.Error, (error) => tell('error', { error: String(error) }));
process.on('unhandledRejection', (error) => tell('error', { error: `${error?.stack ?? error}` }));
client.once(Events.ClientReady, async () => {
  const synced = await client.application.commands.set([vote, propose, open]);
  const guild = client.guilds.cache.first();
  tell('ready', { commands: synced.size, guild: guild.name, channels: guild.channels.cache.map((one) => one.name) });
});
process.stdin.on('end', () => client.destroy().then(() => process.exit(0))).resume();
await client.login(token);
