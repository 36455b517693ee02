using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Tests.Simulators;
using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.OfModels;

/// <summary>A language model that is asked outside a turn, on a store that the tests of a class share.</summary>
public sealed class AskedModel : IAsyncLifetime
{
    /// <summary>What the person said.</summary>
    public const string Said = "这数字怎么老是对不上";

    /// <summary>An answer in the shape that is asked for.</summary>
    public const string Good = """{"wants":["ask_balance"]}""";

    /// <summary>What is asked.</summary>
    public static ModelPrompt Prompt { get; } = ModelPrompt.Read(PromptFolder.Find(), "understand");

    /// <summary>What is put into it.</summary>
    public static IReadOnlyDictionary<string, string?> Values { get; } = new Dictionary<string, string?> { ["list"] = "ask_balance: what is owed", ["examples"] = "多少 => ...", ["said"] = Said };

    /// <summary>Tokens that are set aside for what is sent: one for two characters.</summary>
    public static int TokensIn { get; } = Prompt.Render(Values).Sum(message => (message.Text.Length + 1) / 2);

    /// <summary>Tokens that are set aside in all.</summary>
    public static int SetAside { get; } = TokensIn + Prompt.Settings.MaxOutputTokens!.Value;

    public World World { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        World = World.Empty();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>A conversation nobody else has.</summary>
    public static string NewConversation() => "c-" + Guid.NewGuid().ToString("N");

    /// <summary>Settings that reach an endpoint for the reading of messages.</summary>
    public static LlmSettings At(Uri address, int retries = 0, double seconds = 20, string answers = "json_schema", int atOnce = 8, string uses = "understanding") => new()
    {
        Provider = "openai", Endpoint = address.ToString(), Model = "stand-in", ApiKey = "key-of-a-test", Uses = uses, Retries = retries, UnderstandingSeconds = seconds, Answers = answers, AtOnce = atOnce,
    };

    /// <summary>The only way to the model, with the official library behind it.</summary>
    public LanguageModel Model(LlmSettings settings, TimeProvider? clock = null, Func<IChatClient>? client = null) =>
        new(settings, client ?? (() => new OpenAiChat(settings)), Ledger(settings, clock), new LoggerFactory([World.Log]).CreateLogger<LanguageModel>());

    /// <summary>The record.</summary>
    public ModelLedger Ledger(LlmSettings settings, TimeProvider? clock = null) => new(World.Store, World.Get<Vault>(), new BankClock(clock ?? World.Clock, World.Get<BankClock>().Zone), settings);

    /// <summary>Asks as the reading of a message would.</summary>
    public static Task<ModelAnswer> AskAsync(LanguageModel model, string? conversation = null, CancellationToken cancellation = default) =>
        model.AskAsync(ModelUse.Understanding, Prompt, Values, Prompt.Answer, new(conversation), cancellation);

    /// <summary>What the record has of a request; null where it has nothing.</summary>
    public (string? Caught, long Tokens, long Cost)? Row(long callId) =>
        World.Store.Read(db => db.Query<(string?, long, long)>("SELECT caught, tokens, cost FROM model_calls WHERE call_id = @callId", new { callId }).Select(row => ((string?, long, long)?)row).SingleOrDefault());

    /// <summary>Waits until so many requests have reached an endpoint.</summary>
    public static async Task ReachedAsync(ModelEndpoint endpoint, int count)
    {
        for (var until = Environment.TickCount64 + 30_000; endpoint.Requests.Count < count; await Task.Delay(5))
        {
            if (Environment.TickCount64 > until)
                throw new TimeoutException($"{count} requests were awaited, {endpoint.Requests.Count} came.");
        }
    }
}
