using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Bot.Storage;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The process is killed between any two steps of a turn and started again: no message lost, none decided twice.</summary>
public sealed class CrashTests
{
    private const string Secret = "crash-secret";

    [Theory]
    [InlineData("opened")]
    [InlineData("understood")]
    [InlineData("decided")]
    [InlineData("worded")]
    [InlineData("inbound-written")]
    [InlineData("effects-written")]
    [InlineData("state-written")]
    [InlineData("saved")] // on disk, and the answer never got out
    public async Task A_yes_killed_at_any_step_makes_one_agreement(string point)
    {
        var store = Path.Combine(Directory.CreateTempSubdirectory("assistant-crash-").FullName, "store.db");
        string conversation, token;
        await using (var before = await ProgramProcess.ServeAsync(Environment(store)))
        {
            (conversation, token) = await StartAsync(before.Http, "S1003");
            foreach (var (text, i) in new[] { "每月还600", "选1", "已看清" }.Select((text, i) => (text, i)))
                (await PostAsync(before.Http, conversation, token, $"m{i}", text)).ShouldNotBeNull();
        }

        await using (var dying = await ProgramProcess.ServeAsync(Environment(store, point)))
        {
            await Should.ThrowAsync<HttpRequestException>(() => PostAsync(dying.Http, conversation, token, "yes", "同意"));
            await dying.WaitForDeathAsync();
        }

        await using (var after = await ProgramProcess.ServeAsync(Environment(store)))
        {
            var first = await PostAsync(after.Http, conversation, token, "yes", "同意");
            var again = await PostAsync(after.Http, conversation, token, "yes", "同意");
            again.ShouldBe(first);
        }

        Check(store, db =>
        {
            db.ExecuteScalar<int>("SELECT COUNT(*) FROM agreements WHERE case_no = 'S1003' AND status = 'ACTIVE'").ShouldBe(1);
            db.ExecuteScalar<int>("SELECT COUNT(*) FROM activities WHERE conversation_id = @conversation AND inbound_key = 'yes'", new { conversation }).ShouldBe(1);
            db.ExecuteScalar<int>("SELECT turn FROM conversations WHERE conversation_id = @conversation", new { conversation }).ShouldBe(4);
        });
    }

    [Fact]
    public async Task Killed_at_any_moment_under_load_every_message_is_decided_once()
    {
        const int Talks = 6;
        const int Messages = 40;
        var store = Path.Combine(Directory.CreateTempSubdirectory("assistant-crash-").FullName, "store.db");
        var talks = new List<(string Id, string Token)>();
        var acknowledged = new ConcurrentDictionary<(string, int), string>();
        var chance = new Random(7);
        for (var round = 0; acknowledged.Count < Talks * Messages; round++)
        {
            round.ShouldBeLessThan(12, "the load never got through");
            await using var server = await ProgramProcess.ServeAsync(Environment(store));
            while (talks.Count < Talks)
                talks.Add(await StartAsync(server.Http, "S1001"));
            var kill = round < 3 ? Task.Delay(chance.Next(150, 500)).ContinueWith(_ => server.DisposeAsync().AsTask()).Unwrap() : Task.CompletedTask;
            await Task.WhenAll(talks.Select(async talk =>
            {
                for (var i = 0; i < Messages; i++)
                {
                    if (acknowledged.ContainsKey((talk.Id, i)))
                        continue;
                    try
                    {
                        acknowledged[(talk.Id, i)] = (await PostAsync(server.Http, talk.Id, talk.Token, $"m{i}", "我欠多少"))!;
                    }
                    catch (Exception e) when (e is HttpRequestException or TaskCanceledException or ObjectDisposedException or InvalidOperationException)
                    {
                        // Killed in between: this message is sent again to the next process.
                        return;
                    }
                }
            }));
            await kill;
        }

        Check(store, db =>
        {
            foreach (var (id, _) in talks)
            {
                db.ExecuteScalar<int>("SELECT COUNT(*) FROM activities WHERE conversation_id = @id AND direction = 'in'", new { id }).ShouldBe(Messages);
                db.ExecuteScalar<int>("SELECT COUNT(DISTINCT inbound_key) FROM activities WHERE conversation_id = @id AND direction = 'in'", new { id }).ShouldBe(Messages);
                db.ExecuteScalar<int>("SELECT turn FROM conversations WHERE conversation_id = @id", new { id }).ShouldBe(Messages);
            }
        });
    }

    private static Dictionary<string, string> Environment(string store, string faultAt = "") => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ConnectionStrings__Store"] = $"Data Source={store}",
        ["Privacy__Key"] = World.PrivacyKey,
        ["Clock__Start"] = World.Morning.ToString("O"),
        ["DirectLine__Secret"] = Secret,
        ["DirectLine__MessagesPer10Seconds"] = "10000",
        ["ASSISTANT_FAULT_AT"] = faultAt,
    };

    private static async Task<(string Id, string Token)> StartAsync(HttpClient http, string caseNo)
    {
        var token = await CallAsync(http, "/v3/directline/tokens/generate", Secret, new { @case = new { caseNo, verified = true } });
        var start = await CallAsync(http, "/v3/directline/conversations", token.GetProperty("token").GetString()!, new { locale = "zh-CN" });
        return (start.GetProperty("conversationId").GetString()!, start.GetProperty("token").GetString()!);
    }

    private static async Task<string?> PostAsync(HttpClient http, string conversation, string token, string id, string text) =>
        (await CallAsync(http, $"/v3/directline/conversations/{conversation}/activities", token, new { type = "message", id, text })).GetProperty("id").GetString();

    private static async Task<JsonElement> CallAsync(HttpClient http, string path, string bearer, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static void Check(string path, Action<System.Data.Common.DbConnection> check)
    {
        var store = new Store($"Data Source={path}", "/");
        using (var db = store.Open())
        {
            check(db);
            new AuditChain(new Vault(Convert.FromBase64String(World.PrivacyKey))).Verify(db).BrokenAt.ShouldBeNull();
        }

        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(Path.GetDirectoryName(path)!, true);
    }
}
