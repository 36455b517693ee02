using System.Text;
using System.Text.Json;

namespace Assistant.Tests.Simulators;

/// <summary>What a menu may be (platform documentation: custom menus, global return codes): at most three buttons, with at most five below each.</summary>
internal static class WeChatMenuRules
{
    private static readonly string[] WithKey = ["click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"];

    /// <summary>0, or the errcode of what is wrong first.</summary>
    public static int Check(JsonElement menu)
    {
        if (!menu.TryGetProperty("button", out var buttons) || buttons.ValueKind != JsonValueKind.Array || buttons.GetArrayLength() is 0 or > 3)
            return 40016;
        foreach (var button in buttons.EnumerateArray())
        {
            if (button.ValueKind != JsonValueKind.Object)
                return 40016;
            JsonElement[] below = button.TryGetProperty("sub_button", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
            if (below.Length > 5)
                return 40023;
            if (below.Select(one => Button(one, 60, 40023, true)).Prepend(Button(button, 16, 40016, below.Length == 0)).FirstOrDefault(code => code != 0) is var wrong and not 0)
                return wrong;
        }

        return 0;
    }

    /// <summary>The codes of a button below another are seven higher than those of one above.</summary>
    private static int Button(JsonElement button, int longestName, int first, bool acts)
    {
        if (Bytes(button, "name") is 0 || Bytes(button, "name") > longestName)
            return first + 2;
        if (!acts)
            return 0;
        var type = Text(button, "type");
        if (type == "view")
            return Bytes(button, "url") is > 0 and <= 1024 ? 0 : first + 4;
        if (!WithKey.Contains(type))
            return first + 1;
        return Bytes(button, "key") is > 0 and <= 128 ? 0 : first + 3;
    }

    private static int Bytes(JsonElement button, string name) => Encoding.UTF8.GetByteCount(Text(button, name));

    private static string Text(JsonElement button, string name) =>
        button.ValueKind == JsonValueKind.Object && button.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
