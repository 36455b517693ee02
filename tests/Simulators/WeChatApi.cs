using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Assistant.Tests.Simulators;

/// <summary>An answer of the API: an errcode, or what was asked for.</summary>
/// <param name="Errcode">0 when it was done.</param>
/// <param name="Body">What is answered instead of "ok".</param>
internal sealed record WeChatAnswer(int Errcode, object? Body = null)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<int, string> Messages = new()
    {
        [-1] = "system error", [0] = "ok", [40001] = "invalid credential, access_token is invalid or not latest", [40002] = "invalid grant_type", [40003] = "invalid openid", [40008] = "invalid message type",
        [40013] = "invalid appid", [40029] = "invalid code", [40033] = "invalid charset. please check your request, if include \\uxxxx will create fail!", [40035] = "invalid parameter", [40066] = "invalid url",
        [40125] = "invalid appsecret", [40163] = "code been used", [41001] = "access_token missing", [42001] = "access_token expired", [42003] = "code expired", [43001] = "require GET method",
        [43002] = "require POST method", [43004] = "require subscribe", [44004] = "empty content", [45002] = "content size out of limit", [45009] = "reach max api daily quota limit",
        [45011] = "api minute-quota reach limit", [45015] = "response out of time limit or subscription is canceled", [45047] = "out of response count limit", [45072] = "invalid command",
        [45080] = "need sending message to user, or recving message from user in the last 30 seconds before typing", [45081] = "you are already typing", [47001] = "data format error",
    };

    /// <summary>The body of the answer.</summary>
    public string Json() => JsonSerializer.Serialize(Body ?? new { errcode = Errcode, errmsg = Messages.GetValueOrDefault(Errcode, "error") }, Relaxed);
}

/// <summary>
/// The codes that web page authorisation hands out (platform documentation: web page authorisation): for one use, within five minutes.
/// </summary>
internal sealed class WeChatCodes(WeChatPlatformOptions options, Random chance)
{
    private readonly Dictionary<string, (string OpenId, string Scope, bool IsSnapshot, DateTimeOffset Until)> open = [];
    private readonly HashSet<string> used = [];

    public string New(string openId, string scope, bool isSnapshot)
    {
        var code = "0" + string.Create(31, chance, (span, random) => random.GetItems("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", span));
        open[code] = (openId, scope, isSnapshot, options.Time.GetUtcNow().AddMinutes(5));
        return code;
    }

    public WeChatAnswer Use(string code)
    {
        if (used.Contains(code))
            return new(40163);
        if (!open.Remove(code, out var one))
            return new(40029);
        used.Add(code);
        if (one.Until <= options.Time.GetUtcNow())
            return new(42003);
        var body = new Dictionary<string, object> { ["access_token"] = "page-" + code, ["expires_in"] = 7200, ["refresh_token"] = "again-" + code, ["openid"] = one.OpenId, ["scope"] = one.Scope };
        if (one.IsSnapshot)
            body["is_snapshotuser"] = 1;
        return new(0, body);
    }
}

/// <summary>The API of one account. Not thread-safe: the platform holds its lock.</summary>
internal sealed class WeChatApi(WeChatPlatformOptions options, Random chance, Func<string, WeChatUser?> user)
{
    /// <summary>Platform documentation, customer-service messages: of the words of one message.</summary>
    private const int MostBytes = 2048;

    public WeChatTokens Tokens { get; } = new(options, chance);

    public WeChatCodes Codes { get; } = new(options, chance);

    /// <summary>The menu last created.</summary>
    public string? Menu { get; private set; }

    /// <summary>Answers one call.</summary>
    public WeChatAnswer Answer(string method, string path, IQueryCollection query, byte[] body)
    {
        string[] known = ["/cgi-bin/token", "/sns/oauth2/access_token", "/cgi-bin/stable_token", "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing", "/cgi-bin/menu/create"];
        if (!known.Contains(path))
            return new(40066);
        var isRead = path is "/cgi-bin/token" or "/sns/oauth2/access_token";
        if (method != (isRead ? "GET" : "POST"))
            return new(isRead ? 43001 : 43002);
        if (path == "/cgi-bin/token")
            return Credentials(query["grant_type"], "client_credential", query["appid"], query["secret"]) is var wrong and not 0 ? new(wrong) : Issued(Tokens.Classic());
        if (path == "/sns/oauth2/access_token")
            return Credentials(query["grant_type"], "authorization_code", query["appid"], query["secret"]) is var refused and not 0 ? new(refused) : Codes.Use(query["code"].ToString());
        if (path != "/cgi-bin/stable_token" && Tokens.Check(query["access_token"]) is var bad and not 0)
            return new(bad);
        if (Read(body) is not { ValueKind: JsonValueKind.Object } json)
            return new(47001);
        if (path == "/cgi-bin/stable_token")
            return Stable(json);
        // The platform reads JSON but does not undo such escapes: people would see them (platform documentation: return code 40033).
        if (HasEscapes(body))
            return new(40033);
        return new(path switch
        {
            "/cgi-bin/message/custom/send" => Send(json),
            "/cgi-bin/message/custom/typing" => Typing(json),
            _ => CreateMenu(json),
        });
    }

    private static WeChatAnswer Issued((string Token, int Seconds) issued) => new(0, new { access_token = issued.Token, expires_in = issued.Seconds });

    /// <summary>JSON in UTF-8, without a mark before it.</summary>
    private static JsonElement? Read(byte[] body)
    {
        try
        {
            return body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? null : JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool HasEscapes(byte[] body)
    {
        for (var i = 0; i + 1 < body.Length; i++)
        {
            if (body[i] != '\\')
                continue;
            // The second of a pair: an escaped backslash before a u is none.
            i++;
            if (body[i] == 'u')
                return true;
        }

        return false;
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement Part(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private WeChatAnswer Stable(JsonElement json)
    {
        if (Credentials(Text(json, "grant_type"), "client_credential", Text(json, "appid"), Text(json, "secret")) is var wrong and not 0)
            return new(wrong);
        var (token, seconds, errcode) = Tokens.Stable(Part(json, "force_refresh").ValueKind == JsonValueKind.True);
        return token is null ? new(errcode) : Issued((token, seconds));
    }

    private int Credentials(string? grant, string expected, string? appId, string? secret) =>
        grant != expected ? 40002 : appId != options.AppId ? 40013 : secret != options.Secret ? 40125 : 0;

    private int Send(JsonElement json)
    {
        if (user(Text(json, "touser")) is not { } to)
            return 40003;
        var (seen, wrong) = Text(json, "msgtype") switch
        {
            "text" => Words(Text(Part(json, "text"), "content")),
            "msgmenu" => Items(Part(json, "msgmenu")),
            _ => (null, 40008),
        };
        if (seen is null)
            return wrong;
        var now = options.Time.GetUtcNow();
        if (!to.Follows)
            return 43004;
        if (to.Quota.Spend(now) is var refused and not 0)
            return refused;
        to.LastTouch = now;
        to.TypingUntil = DateTimeOffset.MinValue;
        to.See(seen with { At = now });
        return 0;
    }

    private static (WeChatSeen? Seen, int Wrong) Words(string text) => Encoding.UTF8.GetByteCount(text) switch
    {
        0 => (null, 44004),
        > MostBytes => (null, 45002),
        _ => (new(text, WeChatWay.Service, default, null), 0),
    };

    /// <summary>A menu within a message. How long one may be is not documented: as long as a text, here.</summary>
    private static (WeChatSeen? Seen, int Wrong) Items(JsonElement menu)
    {
        var list = Part(menu, "list");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0 || list.EnumerateArray().Any(item => Text(item, "id") == "" || Text(item, "content") == ""))
            return (null, 40035);
        (string Id, string Content)[] items = [.. list.EnumerateArray().Select(item => (Text(item, "id"), Text(item, "content")))];
        string[] lines = [Text(menu, "head_content"), .. items.Select(item => item.Content), Text(menu, "tail_content")];
        var (seen, wrong) = Words(string.Join('\n', lines.Where(line => line.Length > 0)));
        return (seen is null ? null : seen with { Items = items }, wrong);
    }

    /// <summary>Platform documentation, typing: shown for 15 seconds, to whom there was something within the last 30.</summary>
    private int Typing(JsonElement json)
    {
        if (user(Text(json, "touser")) is not { } to)
            return 40003;
        var now = options.Time.GetUtcNow();
        if (Text(json, "command") == "CancelTyping")
        {
            to.TypingUntil = DateTimeOffset.MinValue;
            return 0;
        }

        if (Text(json, "command") != "Typing")
            return 45072;
        if (to.Quota.Left(now) == 0)
            return 45015;
        if (now - to.LastTouch > TimeSpan.FromSeconds(30))
            return 45080;
        if (to.TypingUntil > now)
            return 45081;
        to.TypingUntil = now.AddSeconds(15);
        return 0;
    }

    private int CreateMenu(JsonElement json)
    {
        if (WeChatMenuRules.Check(json) is var wrong and not 0)
            return wrong;
        Menu = json.GetRawText();
        return 0;
    }
}
