using System.Net;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Tests.Simulators;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The real server with the simulated Bot Service before it.</summary>
public sealed record BotLine(ServerHost Host, BotConnector Service) : IAsyncDisposable
{
    public static async Task<BotLine> StartAsync(bool anonymous = false, params string[] settings)
    {
        var service = await BotConnector.StartAsync();
        var host = await ServerHost.StartAsync(["--Channels:RoundMilliseconds=50", .. anonymous ? [] : service.SettingsFor(), .. settings]);
        service.BotUrl = host.Base;
        return new(host, service);
    }

    public T Scalar<T>(string sql) => Host.Get<Store>().Read(db => db.ExecuteScalar<T>(sql))!;

    /// <summary>Says something with expectReplies, without a token.</summary>
    public async Task<IReadOnlyList<JsonNode>> AskAsync(string text, string channel = "emulator")
    {
        var message = Service.Message(text, channel: channel);
        message["deliveryMode"] = "expectReplies";
        var answer = await Service.PostAsync(message, "");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return [.. JsonNode.Parse(answer.Body)!["activities"]!.AsArray().Select(one => one!)];
    }

    public Task QuietAsync() => Host.QuietAsync();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Service.DisposeAsync();
    }
}
