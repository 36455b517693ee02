using System.Text;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>What <c>prompts/channels/wechat.yaml</c> says: the menu, what must not reach a lock screen, and what asks for the rest of a text.</summary>
public sealed class WeChatFiles
{
    private const int MostButtons = 3;
    private const int MostBelow = 5;
    private const int MostNameBytes = 16;
    private const int MostBelowNameBytes = 60;

    private readonly Dictionary<string, string> says = [];
    private readonly HashSet<string> more;
    private readonly List<string> lockScreen;

    private WeChatFiles(HashSet<string> more, List<string> lockScreen)
    {
        this.more = more;
        this.lockScreen = lockScreen;
    }

    /// <summary>The menu as the platform takes it.</summary>
    public JsonObject Menu { get; private init; } = [];

    /// <summary>Reads the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static WeChatFiles Read(PromptFolder prompts)
    {
        var file = prompts.Files("channels", "wechat.yaml").Single();
        var root = Yaml.Read(file.Path, file.Name).Only("lock_screen", "more", "menu");
        var buttons = new JsonArray();
        var files = new WeChatFiles(root["more"].Items.Select(item => item.Text).ToHashSet(StringComparer.OrdinalIgnoreCase), [.. root["lock_screen"].Items.Select(item => item.Text)]) { Menu = new() { ["button"] = buttons } };
        foreach (var top in root["menu"].Items)
        {
            var below = new JsonArray([.. top.Only("name", "below")["below"].Items.Select(item => (JsonNode)files.Button(item))]);
            buttons.Add(new JsonObject { ["name"] = Name(top, MostNameBytes), ["sub_button"] = below });
            if (below.Count > MostBelow)
                throw top.Wrong($"at most {MostBelow} buttons stand below another.");
        }

        return buttons.Count <= MostButtons ? files : throw root["menu"].Wrong($"at most {MostButtons} buttons stand side by side.");
    }

    /// <summary>What a person says by pressing a button of the menu; null for a key the menu does not have.</summary>
    public string? Says(string key) => says.GetValueOrDefault(key);

    /// <summary>Whether a message asks for the rest.</summary>
    public bool AsksForMore(string text) => more.Contains(text.Trim().TrimEnd('。', '.', '！', '!'));

    /// <summary>Whether a text may be shown on a lock screen: no digit, and none of the words that tell what it is about.</summary>
    public bool MayBeOnLockScreen(string text)
    {
        var plain = Plain.Text(text);
        return !plain.Any(char.IsNumber) && !lockScreen.Exists(word => plain.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string Name(Yaml button, int mostBytes)
    {
        var name = button["name"];
        return Encoding.UTF8.GetByteCount(name.Text) <= mostBytes ? name.Text : throw name.Wrong($"a name has at most {mostBytes} bytes here, {mostBytes / 3} Chinese characters.");
    }

    private JsonObject Button(Yaml button)
    {
        var key = button.Only("name", "key", "says")["key"];
        if (!says.TryAdd(key.Text, button["says"].Text))
            throw key.Wrong($"the key '{key.Text}' stands here twice.");
        return new() { ["type"] = "click", ["name"] = Name(button, MostBelowNameBytes), ["key"] = key.Text };
    }
}
