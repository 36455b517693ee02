using Assistant.Bot.Models;
using Assistant.Tests.Simulators;
using Assistant.Tests.Support;

namespace Assistant.Tests.OfModels;

/// <summary>What of a person gets to the wire: nothing that tells who they are.</summary>
public sealed class ModelPrivacyTests(ITestOutputHelper output)
{
    private const int Seed = 20261121;
    private const int Count = 2000;

    [Fact]
    public async Task Of_two_thousand_identifiers_none_is_in_any_request()
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says("""{"wants":[]}"""));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "understanding, coach"));
        var (understanding, masks, leaks, secrets) = (world.Get<ModelUnderstanding>(), world.Get<Masks>(), new List<string>(), 0);
        foreach (var message in Identifiers.Messages(Seed, Count))
        {
            var before = endpoint.Requests.Count;
            // As the turn does it, whether the own reader would have asked or not.
            var mask = message.Holder is null ? masks.For(message.Locale, null, identityAsked: true) : new Mask(world.Get<Bot.Privacy.PersonalData>(), message.Locale, message.Holder, null, MadeUp.Today, identityAsked: true);
            await understanding.NameAsync(mask.Hide(message.Text), null, new(), CancellationToken.None);
            secrets += message.Secrets.Count;
            var sent = string.Join("\n", endpoint.Requests.Skip(before).SelectMany(request => request.Messages.Skip(1)).Select(part => part.Text));
            leaks.AddRange(message.Secrets.Where(secret => sent.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        }

        var unsent = Support.Models.Caught(world).Count(caught => caught is not null);
        output.WriteLine($"{secrets} identifiers in {Count} messages, {endpoint.Requests.Count} requests at the wire, {leaks.Count} identifiers in them; {Count - endpoint.Requests.Count} messages were not sent at all, {unsent} answers were not used");
        endpoint.Requests.Count.ShouldBeGreaterThan(Count * 9 / 10, "otherwise nothing was looked at");
        leaks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_whole_conversation_with_factors_sends_none_of_them_and_no_figure_of_the_account()
    {
        await using var endpoint = await ModelEndpoint.StartAsync(request => new ModelReply.Says(request.SchemaName == "understand" ? """{"wants":["ask_balance"]}""" : """{"forms":[1],"order":[1]}"""));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "understanding, wording, knowledge"));
        var talk = await world.TalkAsync();
        foreach (var line in new[] { "那什么，就是那个嘛，你懂的", "我是陈晓明，案件S1001，手机13800001001", "身份证后四位123X", "我陈晓明那什么就是那个嘛，S1001那个", "我一共欠多少", "每个月还八百", "唉就那样吧还能咋地呢" })
            await talk.SayAsync(line);
        talk.Trace["verified"]!.GetValue<bool>().ShouldBeTrue();
        endpoint.Requests.Count.ShouldBeGreaterThan(3);
        foreach (var secret in new[] { "陈晓明", "晓明", "S1001", "13800001001", "123X", "2210", "23418", "23,418" })
            endpoint.Requests.ShouldAllBe(request => request.Messages.All(part => !part.Text.Contains(secret, StringComparison.OrdinalIgnoreCase)), secret);
    }
}
