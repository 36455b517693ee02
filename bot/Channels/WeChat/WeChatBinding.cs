using System.Text.Json;
using Assistant.Bot.Channels.Pages;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>
/// Binds a follower to a case by a link or code that the bank hands out: good once, for a week. It proves nothing by itself: the last four are still asked for. Identity proved in the
/// talk binds as well; unfollowing, or a word, unbinds.
/// </summary>
public sealed class WeChatBinding(WeChatSettings settings, WeChatApi api, Store store, Vault vault, Talks talks, ILinks links, Cases cases, PageTexts texts, BankClock clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Maps the pages a link opens, and what makes one.</summary>
    public void Map(IEndpointRouteBuilder app, RouteGroupBuilder wechat)
    {
        app.MapPost("/api/wechat/links", MakeAsync).WithTags("Channels").RequireAuthorization(StaffPolicies.CaseWork)
            .WithSummary("A link and the scene of a code that bind a follower to a case, good once within a week: {\"caseNo\"}.");
        wechat.MapGet("/bind", (string? t) => Results.Redirect(
            $"https://open.weixin.qq.com/connect/oauth2/authorize?appid={Uri.EscapeDataString(settings.AppId!)}&redirect_uri={Uri.EscapeDataString(links.Sign("/wechat/bound"))}&response_type=code&scope=snsapi_base&state={Uri.EscapeDataString(t ?? "")}#wechat_redirect")).ExcludeFromDescription();
        wechat.MapGet("/bound", BoundAsync).ExcludeFromDescription();
    }

    /// <summary>Binds by what a code carries.</summary>
    /// <returns>Whether it was one of ours, and still good.</returns>
    public Task<bool> BindAsync(string openId, string? link) => store.WriteAsync(db =>
    {
        var (now, hash) = (Store.Time(clock.Now), link is null ? "" : vault.ShortHash("bind", link));
        if (db.QuerySingleOrDefault<string>("UPDATE bind_links SET used_at = @now WHERE link_hash = @hash AND used_at IS NULL AND expires_at > @now RETURNING case_no", new { hash, now }) is not { } caseNo)
            return false;
        db.Execute("INSERT INTO bindings (user_key, case_no, bound_at) VALUES (@user, @caseNo, @now) ON CONFLICT (user_key) DO UPDATE SET case_no = excluded.case_no, bound_at = excluded.bound_at, proved_at = NULL",
            new { user = UserKey(openId), caseNo, now });
        return true;
    });

    /// <summary>Forgets whose case it is.</summary>
    public Task UnbindAsync(string openId) => store.WriteAsync(db => db.Execute("DELETE FROM bindings WHERE user_key = @user", new { user = UserKey(openId) }));

    private string UserKey(string openId) => InboundMessage.UserKeyOf(WeChatChannel.Wire, talks.UserOf(WeChatChannel.Wire, openId));

    private async Task<IResult> MakeAsync(HttpContext http, JsonElement body)
    {
        if (Fields.Text(body, "caseNo") is not { } caseNo)
            return Results.Problem("'caseNo' is missing, such as {\"caseNo\": \"S1001\"}.", statusCode: StatusCodes.Status400BadRequest);
        if (StaffMember.Of(http).WhyNot(caseNo, store) is { } refusal)
            return new Refused(refusal);
        if (cases.Load(caseNo) is null)
            return Results.Problem($"There is no case '{caseNo}'.", statusCode: StatusCodes.Status404NotFound);
        // Letters and digits only, as the platform wants of a state.
        var (link, expires) = (DirectLineTokens.NewId("b"), clock.Now + Life);
        await store.WriteAsync(db => db.Execute("INSERT INTO bind_links (link_hash, case_no, expires_at) VALUES (@hash, @caseNo, @expires)", new { hash = vault.ShortHash("bind", link), caseNo, expires = Store.Time(expires) }));
        return Results.Json(new { scene = link, url = links.Sign($"/wechat/bind?t={link}"), expiresAt = expires });
    }

    /// <summary>Back from WeChat, which says who it was.</summary>
    private async Task<RazorComponentResult<NoticePage>> BoundAsync(HttpContext http, string? code, string? state)
    {
        var openId = code is { Length: > 0 and <= 512 } && api.IsOn ? await api.UserOfCodeAsync(code, http.RequestAborted) : null;
        var isBound = openId is not null && await BindAsync(openId, state);
        var locale = WebPages.LocaleOf(http);
        return WebPages.Page<NoticePage>(new
        {
            Locale = locale,
            Texts = new Dictionary<string, string> { ["title"] = texts.Get(locale, "wechat.bound_title"), ["body"] = texts.Get(locale, isBound ? "wechat.bound" : "wechat.not_bound"), ["back"] = texts.Get(locale, "wechat.bound_back") },
        });
    }
}
