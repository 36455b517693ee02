using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Assistant.Tests.OfBot;

/// <summary>The process is killed while an answer is on its way: after the next start everything is carried out, in order, and only what may have arrived comes twice, under its own id.</summary>
public sealed class DeliveryCrashTests
{
    private const string Secret = "a-secret-of-the-app";

    [Theory]
    [InlineData("saved")] // decided, nothing sent
    [InlineData("carried")] // taken by the other side, and nobody wrote that down
    public async Task Killed_on_the_way_nothing_is_lost_and_nothing_overtakes(string point)
    {
        await using var sink = await Sink.StartAsync();
        var folder = Directory.CreateTempSubdirectory("assistant-crash-").FullName;
        var store = Path.Combine(folder, "store.db");
        await using (var dying = await ProgramProcess.ServeAsync(Environment(store, sink, point)))
        {
            try
            {
                await PostAsync(dying.Http, "m1", "利息怎么算的");
            }
            catch (HttpRequestException)
            {
                // It may be dead before it answers.
            }

            await dying.WaitForDeathAsync();
        }

        await using (var after = await ProgramProcess.ServeAsync(Environment(store, sink)))
        {
            await PostAsync(after.Http, "m1", "利息怎么算的");
            await PostAsync(after.Http, "m2", "转人工");
            await sink.WaitAsync(1, post => post.Body.Contains("转接", StringComparison.Ordinal));
        }

        var ids = sink.Posts.Where(post => post.Body.Contains("\"type\":\"message\"", StringComparison.Ordinal)).Select(post => JsonDocument.Parse(post.Body).RootElement.GetProperty("id").GetString()!).ToList();
        ids.Distinct().Count().ShouldBe(3, "the greeting and two answers");
        ids.Count.ShouldBe(point == "carried" ? 4 : 3);
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        Directory.Delete(folder, true);
    }

    private static Dictionary<string, string> Environment(string store, Sink sink, string? faultAt = null)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ConnectionStrings__Store"] = $"Data Source={store}", ["Privacy__Key"] = World.PrivacyKey, ["Sample__Load"] = "false",
            ["Channels__Webhook__Secret"] = Secret, ["Channels__Webhook__ReplyTo"] = sink.Base + "/answers", ["Channels__RoundMilliseconds"] = "50",
        };
        if (faultAt is not null)
            environment["ASSISTANT_FAULT_AT"] = faultAt;
        return environment;
    }

    private static async Task PostAsync(HttpClient http, string id, string text)
    {
        var body = JsonSerializer.Serialize(new { id, user = "u", text, locale = "zh-CN" });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        content.Headers.Add("X-Signature-SHA256", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body))));
        using var answer = await http.PostAsync("/channels/webhook", content);
    }
}
