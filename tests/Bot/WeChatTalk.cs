using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Tests.Simulators;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The real server with the simulated WeChat platform before it, and one follower.</summary>
public sealed class WeChatTalk : IAsyncDisposable
{
    private WeChatTalk(ServerHost host, WeChatPlatform platform)
    {
        Host = host;
        Platform = platform;
        User = platform.NewUser();
    }

    public ServerHost Host { get; }

    public WeChatPlatform Platform { get; }

    public WeChatUser User { get; }

    public static async Task<WeChatTalk> StartAsync(WeChatPlatformOptions? options = null, params string[] settings)
    {
        var platform = await WeChatPlatform.StartAsync(options ?? new());
        var account = platform.Options;
        var host = await ServerHost.StartAsync(
        [
            $"--WeChat:AppId={account.AppId}", $"--WeChat:Token={account.Token}", $"--WeChat:Secret={account.Secret}", $"--WeChat:ApiBase={platform.ApiBase}", "--Channels:RoundMilliseconds=50",
            .. account.EncodingAesKey is { } key ? [$"--WeChat:EncodingAesKey={key}"] : Array.Empty<string>(),
            .. settings,
        ]);
        platform.Connect(new Uri(host.Base + "/wechat"));
        return new(host, platform);
    }

    /// <summary>Says something and gives the words of the answer, whichever way it came.</summary>
    public async Task<string> SayAsync(string text)
    {
        var before = User.Seen.Count;
        await User.SayAsync(text);
        await QuietAsync();
        return string.Join("\n", User.Seen.Skip(before).Select(seen => seen.Text));
    }

    /// <summary>Waits until the channel has taken everything that may be sent.</summary>
    public Task QuietAsync() => Host.QuietAsync();

    public T Scalar<T>(string sql) => Host.Get<Store>().Read(db => db.ExecuteScalar<T>(sql))!;

    /// <summary>The follower's conversations, in order.</summary>
    public IReadOnlyList<string> Conversations => Host.Get<Store>().Read(db => db.Query<string>("SELECT conversation_id FROM conversations WHERE channel = 'wechat' ORDER BY started_at").AsList());

    /// <summary>First lines of what the assistant and staff wrote, as it stands in the transcript.</summary>
    public IReadOnlyList<string> Written => [.. Conversations.SelectMany(id => Host.Get<ActivityFeed>().Transcript(id)).Where(line => !line.IsInbound && line.HasWords).Select(line => line.Activity.Text!.Split('\n')[0])];

    /// <summary>Takes the follower's hand-off as the agent of the tests.</summary>
    public async Task TakeOverAsync()
    {
        var id = Scalar<string>("SELECT handoff_id FROM handoffs WHERE status = 'waiting' AND conversation_id LIKE 'wechat-%'");
        (await Host.CallAsync(HttpMethod.Post, $"/api/handoffs/{id}/accept", ServerHost.AgentKey)).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    /// <summary>Writes as the agent who holds the conversation.</summary>
    public async Task WriteAsync(string text)
    {
        var (status, answer) = await Host.CallAsync(HttpMethod.Post, $"/api/conversations/{Conversations[^1]}/messages", ServerHost.AgentKey, new { text });
        status.ShouldBe(System.Net.HttpStatusCode.OK, answer.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Platform.DisposeAsync();
    }
}
