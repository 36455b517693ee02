using System.Globalization;
using Assistant.Bot.Guard;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Conduct;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Tests.Skills;

/// <summary>Ten thousand talks of chance, the same each time: any intent after any other, with any values, by anybody, on any account.</summary>
public sealed class RandomWalkTests
{
    private const int Walks = 10_000;
    private const int Steps = 6;

    private static readonly PromptFolder Prompts = PromptFolder.Find();
    private static readonly PolicyFiles Policy = PolicyFiles.Read(Prompts);
    private static readonly BankClock Clock = new(TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly string[] Intents = [.. MadeUp.Skills.Intents.Order(StringComparer.Ordinal)];

    [Fact]
    public void No_walk_breaks_a_promise()
    {
        var reply = new ReplyWriter(Templates.Read(Prompts), Clock, new PlainLinks());
        // Words are judged elsewhere (every template, every held-out line); here it is figures, facts and effects.
        var guard = new ReplyGuard(reply, new RuleBook([], new Dictionary<string, RulePack>(), [], null), MadeUp.Skills, NullLogger<ReplyGuard>.Instance);
        var broken = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, Walks, walk =>
        {
            try
            {
                new Walk(walk, reply, guard).Run();
            }
            catch (Exception e) when (e is Xunit.Sdk.IAssertionException or InvalidOperationException or ArgumentException or KeyNotFoundException or FormatException)
            {
                broken.Add(e.Message);
            }
        });
        broken.Count.ShouldBe(0, string.Join("\n\n", broken.OrderBy(one => one.Length).DistinctBy(one => one.Split(':', 3)[1]).Take(8)));
    }

    private sealed class Walk(int seed, ReplyWriter reply, ReplyGuard guard)
    {
        private readonly Random random = new(seed);
        private readonly Dialogue dialogue = new(MadeUp.Skills);
        private readonly List<string> path = [];
        private readonly HashSet<string> protections = [];
        private Conversation conversation = new();
        private string? handOff;
        private int ids;

        public void Run()
        {
            var (account, locale) = (Account(), random.Next(2) == 0 ? Locales.Chinese : Locales.English);
            if (random.Next(2) == 0)
                conversation = conversation with { VerifiedCase = "T1", Party = Party.Self };
            for (var step = 0; step < Steps; step++)
                Step(account, locale);
            // Wherever a talk has come to, whoever asks for a person gets one.
            var exit = Decide(account, locale, [new Command.Start("ask_human", 1, "button")]);
            Holds(exit.Effects.Any(effect => effect is Effect.HandOff) || handOff is not null, "no person at the end");
        }

        private void Step(Account account, string locale)
        {
            var (before, hadCase) = (conversation, conversation.VerifiedCase is not null);
            var commands = Commands().ToList();
            path.Add(string.Join(" ", commands.Select(Show)));
            var outcome = Decide(account, locale, commands);
            var words = guard.Check(reply.Write(outcome, locale), DeskOf(account));
            Holds(words.Guard.Verdict == "ok", string.Join("; ", words.Guard.Findings));
            Holds(words.Text.Length > 0, "nothing was said");
            Holds(hadCase || outcome.Facts.Count == 0, "a fact before verification");
            Holds(outcome.Facts.All(fact => fact.Source.Contains('/', StringComparison.Ordinal)), "a figure without a source");
            if (before.MoneyTalkEnded is not null)
            {
                Holds(outcome.Facts.Count == 0 && outcome.Says.All(say => say.Values.All(value => value.Value is not (Value.Amount or Value.Percent or Value.Span))), "money after it was set aside");
                Holds(!outcome.Effects.Any(effect => effect is Effect.Promise or Effect.Agreement), "a commitment after money was set aside");
            }

            Holds(!outcome.Effects.Any(effect => effect is Effect.Agreement or Effect.Promise) || account.File is { MoneyClosedBy: null, PlansHeldBy: null, Deceased: false, Bankrupt: false, FraudFlag: false }, "a commitment on a protected case");
            foreach (var protect in outcome.Effects.OfType<Effect.Protect>())
                protections.Add(protect.Kind);
            if (outcome.Effects.OfType<Effect.HandOff>().LastOrDefault() is { } handed)
                handOff = handed.HandOffId;
            conversation = before.After(outcome, locale, World.Morning);
            Holds(outcome.Ask is not null || outcome.Effects.Any(effect => effect is Effect.MoneyTalkEnded) || conversation.Open == before.Open, "an open question was forgotten");
        }

        private Outcome Decide(Account account, string locale, IReadOnlyList<Command> commands)
        {
            var message = new InboundMessage { Channel = "test", ConversationId = "c", UserId = "u", Key = $"k{conversation.Turn}", Activity = new Activity { Type = "message", Text = "…" } };
            return dialogue.Decide(new Turn(message, conversation, 0, World.Morning) { HandOffId = handOff }, Understood.Checked(locale, commands, MadeUp.Skills.Intents), DeskOf(account));
        }

        private Desk DeskOf(Account account) => new()
        {
            Now = World.Morning,
            Zone = Clock.Zone,
            Operator = Policy.Operator,
            Creditor = Policy.Creditors["BANK01"],
            Pack = Policy.Packs[0].Law == "CN" ? Policy.Packs[0] : Policy.Packs[1],
            Case = conversation.VerifiedCase is null ? null : Identity.Open(new SealedCase(account, () => throw new InvalidOperationException("nobody needs the name"), new CaseHistory(null, null) { Protected = protections }, MadeUp.NoLines, []), Identity.FromBank("T1")),
            Identity = conversation.VerifiedCase is null ? IdentityResult.NotTried : IdentityResult.Standing,
            MoneyTalkEndedFor = conversation.MoneyTalkEnded,
            Said = conversation.Said,
            Done = conversation.Done,
            IsVulnerable = conversation.IsVulnerable,
            Open = conversation.Open,
            Unclear = conversation.Unclear,
            HandOffId = handOff,
            OpenReasons = conversation.OpenReasons,
            NewId = prefix => $"{prefix}-{ids++}",
        };

        private Account Account()
        {
            var file = MadeUp.File(MadeUp.Yuan(random.Next(3) switch { 0 => "4800", 1 => "23418.55", _ => "97000" }));
            return Assistant.Skills.Ledger.Account.Of(random.Next(12) switch
            {
                0 => file with { Deceased = true },
                1 => file with { FraudFlag = true },
                2 => file with { Bankrupt = true },
                3 => file with { PlansHeldBy = "time_bar" },
                4 => file with { MoneyClosedBy = "crisis", PlansHeldBy = "crisis" },
                5 => file with { DisputeFlag = true },
                6 => file with { WaiverBan = true },
                _ => file,
            }, [], MadeUp.View);
        }

        private IEnumerable<Command> Commands()
        {
            if (random.Next(4) > 0)
                yield return new Command.Start(Intents[random.Next(Intents.Length)], 0.9, "classifier");
            if (random.Next(5) == 0)
                yield return new Command.Start(Intents[random.Next(Intents.Length)], 0.6, "classifier");
            foreach (var value in Values())
                yield return new Command.Hear(value);
            if (random.Next(3) == 0)
                yield return new Command.Confirm(random.Next(3) > 0);
            if (random.Next(6) == 0)
                yield return new Command.Choose(random.Next(1, 4), null);
            if (random.Next(15) == 0)
                yield return new Command.Cancel();
        }

        private IEnumerable<Entity> Values()
        {
            if (random.Next(3) == 0)
                yield return new(EntityType.Amount, "x", 0, (random.Next(1, 3_000_000) / 100m).ToString("0.00", CultureInfo.InvariantCulture)) { Role = (AmountRole)random.Next(4) };
            if (random.Next(4) == 0)
                yield return new(EntityType.Date, "x", 0, MadeUp.Today.AddDays(random.Next(-40, 60)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (random.Next(6) == 0)
                yield return new(EntityType.Duration, "x", 0, $"P{random.Next(1, 72)}M");
            if (random.Next(8) == 0)
                yield return new(EntityType.TimeWindow, "x", 0, $"{random.Next(0, 23):00}:00/{random.Next(0, 23):00}:00");
        }

        private static string Show(Command command) => command switch
        {
            Command.Start start => start.Intent,
            Command.Hear hear => $"{hear.Entity.Type}={hear.Entity.Value}",
            Command.Confirm confirm => confirm.Yes ? "yes" : "no",
            Command.Choose choose => $"option{choose.Option}",
            _ => command.GetType().Name,
        };

        private void Holds(bool isTrue, string what)
        {
            if (!isTrue)
                Assert.Fail($"walk {seed}: {what}\n{string.Join("\n", path)}\nopen: {conversation.Open}");
        }
    }

    private sealed class PlainLinks : ILinks
    {
        public string Sign(string path) => "https://example.test" + path;

        public bool Opens(string pathAndQuery) => true;
    }
}
