using Assistant.Bot.Models;
using Assistant.Tests.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Tests.Support;

/// <summary>The product with a language model at a stand-in endpoint.</summary>
internal static class Models
{
    /// <summary>Settings that reach an endpoint, with time enough that a busy machine fails no test.</summary>
    public static LlmSettings At(Uri address, string uses) => new()
    {
        Provider = "openai", Endpoint = address.ToString(), Model = "stand-in", ApiKey = "no-key", Uses = uses, UnderstandingSeconds = 20, WordingSeconds = 20, DraftSeconds = 20, Retries = 0, TokensPerDay = 1_000_000_000,
    };

    /// <summary>A world whose model is at the endpoint.</summary>
    public static Task<World> WorldAsync(LlmSettings settings, Action<IServiceCollection>? change = null) => World.WithSamplesAsync(services =>
    {
        services.AddSingleton(settings);
        change?.Invoke(services);
    });

    /// <summary>What the checks stopped, in order; null for what was used.</summary>
    public static IReadOnlyList<string?> Caught(World world) => world.Store.Read(db => Dapper.SqlMapper.Query<string?>(db, "SELECT caught FROM model_calls ORDER BY call_id").ToList());
}
