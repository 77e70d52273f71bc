/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-check.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)

typedef struct
{
  const char *name;
  const char *unit;
  gint64 threshold;
  gint64 least;
  gint64 most;
  const char *title;
  const char *title_zh;
  /* {f} the figure, {t} the threshold, {d} the detail. */
  const char *words;
  const char *words_zh;
} Row;

/* Thresholds: between the figures that real files show and those that none does; see the tests for
   where each comes from. */
static const Row rows[ANF_CHECK_COUNT] = {
  [ANF_CHECK_DEVICE_CLOCK] = { "device_clock", "s", 300, 1, DAY_S, "device clock", "设备时钟",
                               "at login the device's clock was {f} off the server's (at most {t})",
                               "登录时设备时钟与服务器时钟相差{f}（限{t}）" },
  [ANF_CHECK_DEVICE_AFTER_SERVER]
  = { "device_after_server", "s", 120, 0, DAY_S, "device clock ahead", "设备时间在后",
      "the device says that it was captured {f} after the server had received it (at most {t})",
      "设备所称拍摄时间比服务器接收时间还晚{f}（限{t}）" },
  [ANF_CHECK_EXIF_AFTER_SERVER]
  = { "exif_after_server", "s", 120, 0, DAY_S, "Exif time ahead", "Exif时间在后",
      "Exif says that it was captured {f} after the server had received it (at most {t})",
      "Exif所载拍摄时间比服务器接收时间还晚{f}（限{t}）" },
  [ANF_CHECK_GPS_AFTER_SERVER]
  = { "gps_after_server", "s", 120, 0, DAY_S, "satellite time ahead", "卫星时间在后",
      "the satellites' time in it is {f} after the server had received it (at most {t})",
      "文件中的卫星时间比服务器接收时间还晚{f}（限{t}）" },
  [ANF_CHECK_DEVICE_EXIF_TIMES]
  = { "device_exif_times", "s", 600, 1, DAY_S, "device and Exif times differ",
      "设备与Exif时间不一致", "the device and Exif name capture times {f} apart (at most {t})",
      "设备所称与Exif所载的拍摄时间相差{f}（限{t}）" },
  [ANF_CHECK_EXIF_GPS_TIMES]
  = { "exif_gps_times", "s", 600, 1, DAY_S, "Exif and satellite times differ",
      "Exif与卫星时间不一致", "Exif's time and the satellites' are {f} apart (at most {t})",
      "Exif时间与卫星时间相差{f}（限{t}）" },
  [ANF_CHECK_CLOCK_CHANGED]
  = { "clock_changed", "s", 300, 1, DAY_S, "clock changed meanwhile", "时钟中途变动",
      "the camera's clock stands {f} off where it stood in the others of the session (at most "
      "{t})",
      "相机时钟与同场次其他文件相比变动了{f}（限{t}）" },
  [ANF_CHECK_RECEIVED_LATE]
  = { "received_late", "s", 3 * DAY_S, 60, 366 * DAY_S, "received late", "迟交",
      "it was received {f} after it had been captured (at most {t})", "拍摄{f}后才接收（限{t}）" },
  [ANF_CHECK_OUTSIDE_WINDOW]
  = { "outside_window", "s", 15 * 60, 0, 7 * DAY_S, "outside the time of the visit",
      "拍摄时间不在检查时段", "it was captured {f} outside the time of the visit (at most {t})",
      "拍摄时间在检查时段之外{f}（限{t}）" },
  [ANF_CHECK_EXIF_SITE_DISTANCE]
  = { "exif_site_distance", "m", 500, 10, 100000, "Exif position away from the site",
      "Exif位置不在现场",
      "the position in Exif is {f} from the site beyond what either may be off (at most {t})",
      "Exif位置与现场相距{f}，已扣除双方误差（限{t}）" },
  [ANF_CHECK_DEVICE_SITE_DISTANCE]
  = { "device_site_distance", "m", 500, 10, 100000, "device position away from the site",
      "设备位置不在现场",
      "the device's position is {f} from the site beyond what either may be off (at most {t})",
      "设备位置与现场相距{f}，已扣除双方误差（限{t}）" },
  [ANF_CHECK_EXIF_DEVICE_DISTANCE]
  = { "exif_device_distance", "m", 500, 10, 100000, "Exif and device positions differ",
      "Exif与设备位置不一致",
      "the positions of Exif and of the device are {f} apart beyond what either may be off (at "
      "most {t})",
      "Exif位置与设备位置相距{f}，已扣除双方误差（限{t}）" },
  [ANF_CHECK_DATUM_OFFSET]
  = { "datum_offset", "m", 50, 1, 200, "shifted datum", "坐标系偏移",
      "positions {f} apart fit within {t} when one is read in another datum: {d}",
      "相距{f}的两个位置，若其一按另一坐标系解读则相差在{t}以内：{d}" },
  [ANF_CHECK_IMPOSSIBLE_SPEED]
  = { "impossible_speed", "km/h", 150, 10, 1200, "impossible speed", "移动速度不可能",
      "from the one before it one would have travelled at {f} (at most {t})",
      "与前一件相比，移动速度须达{f}（限{t}）" },
  [ANF_CHECK_REPEATED_POSITION]
  = { "repeated_position", "items", 3, 1, 1000, "repeated coordinates", "坐标重复",
      "{f} fixes at different times have the very same coordinates (at most {t})",
      "{f}次不同时刻的定位坐标完全相同（限{t}次）" },
  [ANF_CHECK_ACCURACY_ZERO] = { "accuracy_zero", "m", 0, 0, 0, "accuracy zero", "定位精度为零",
                                "its position claims an accuracy of {f}, which no receiver has",
                                "定位自称精度为{f}，任何接收机都达不到" },
  [ANF_CHECK_EDITOR_SOFTWARE]
  = { "editor_software", "items", 0, 0, 0, "editing software", "编辑软件",
      "the file names software that edits: {d}", "文件中记有编辑软件：{d}" },
  [ANF_CHECK_THUMBNAIL_DIFFERS]
  = { "thumbnail_differs", "bits", 10, 0, 32, "another picture in its thumbnail", "内嵌缩略图不符",
      "the thumbnail inside the file shows another picture: {f} of 64 bits differ (at most {t})",
      "文件内嵌缩略图与画面不符：感知哈希64位中有{f}位不同（限{t}位）" },
  [ANF_CHECK_SAME_PICTURE]
  = { "same_picture", "items", 0, 0, 0, "the same picture elsewhere", "同一图片另见他处",
      "the very same picture was brought in elsewhere before: {d}", "同一图片此前已用于他处：{d}" },
  [ANF_CHECK_SIMILAR_PICTURE] = { "similar_picture", "bits", 6, 0, ANF_CHECK_BITS_MAX,
                                  "nearly the same picture elsewhere", "近似图片另见他处",
                                  "nearly the same picture, perhaps turned or mirrored, was "
                                  "brought in elsewhere before, {f} of 64 bits differ (alike up to "
                                  "{t}): {d}",
                                  "近似图片（含旋转、镜像）此前已用于他处，感知哈希64位中有{f}"
                                  "位不同（不超过{t}位视为近似）：{d}" },
  [ANF_CHECK_BEFORE_AFTER] = { "before_after", "bits", 6, 0, ANF_CHECK_BITS_MAX,
                               "“after” is its “before”", "整改后照片与整改前雷同",
                               "what is to show the rectification is nearly the picture of the "
                               "finding, perhaps turned or mirrored, {f} of 64 bits "
                               "differ "
                               "(alike up to {t}): {d}",
                               "整改后照片与问题照片雷同（含旋转、镜像），感知哈希64位中有{f}"
                               "位不同（不超过{t}位视为雷同）：{d}" },
  [ANF_CHECK_SEQUENCE_GAP] = { "sequence_gap", "items", 0, 0, 0, "missing numbers", "序号缺失",
                               "{f} numbers are missing among what the visit brought in: {d}",
                               "任务所收证据缺少{f}个序号：{d}" },
};

void
anf_thresholds_init (AnfThresholds *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    self->figures[i] = rows[i].threshold;
}

const char *
anf_check_name (AnfCheck check)
{
  return rows[check].name;
}

gboolean
anf_check_find (const char *name, AnfCheck *check)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].name, name) == 0)
      {
        *check = (AnfCheck)i;
        return TRUE;
      }
  return FALSE;
}

const char *
anf_check_unit (AnfCheck check)
{
  return rows[check].unit;
}

void
anf_check_get_range (AnfCheck check, gint64 *least, gint64 *most)
{
  *least = rows[check].least;
  *most = rows[check].most;
}

const char *
anf_check_title (AnfCheck check, gboolean chinese)
{
  return chinese ? rows[check].title_zh : rows[check].title;
}

/* In full, as people tell how long something took: 6天8小时2分35秒. */
static void
append_span (GString *text, gint64 seconds, gboolean chinese)
{
  static const struct
  {
    gint64 seconds;
    const char *name;
    const char *name_zh;
  } units[]
      = { { DAY_S, " d", "天" }, { 3600, " h", "小时" }, { 60, " min", "分" }, { 1, " s", "秒" } };
  gboolean first = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      const gint64 count = seconds / units[i].seconds;
      seconds %= units[i].seconds;
      const gboolean nothing = first && i + 1 == G_N_ELEMENTS (units);
      if (count == 0 && !nothing)
        continue;
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT "%s", first || chinese ? "" : " ", count,
                              chinese ? units[i].name_zh : units[i].name);
      first = FALSE;
    }
}

/* To the metre, which is what was measured: 800米, 12.345公里. */
static void
append_distance (GString *text, gint64 metres, gboolean chinese)
{
  if (metres < 1000)
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT "%s", metres, chinese ? "米" : " m");
      return;
    }
  g_string_append_printf (text, "%" G_GINT64_FORMAT, metres / 1000);
  gint64 rest = metres % 1000;
  for (gint64 place = 100; rest > 0; place /= 10)
    {
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, place == 100 ? "." : "", rest / place);
      rest %= place;
    }
  g_string_append (text, chinese ? "公里" : " km");
}

/* What is counted stands in a sentence that says of what. */
static void
append_figure (GString *text, AnfCheck check, gint64 figure, gboolean chinese)
{
  const char *unit = rows[check].unit;
  if (figure >= 0 && g_str_equal (unit, "s"))
    append_span (text, figure, chinese);
  else if (figure >= 0 && g_str_equal (unit, "m"))
    append_distance (text, figure, chinese);
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT "%s", figure,
                            !g_str_equal (unit, "km/h") ? ""
                            : chinese                   ? "公里/小时"
                                                        : " km/h");
}

char *
anf_check_format_figure (AnfCheck check, gint64 figure, gboolean chinese)
{
  GString *text = g_string_new (NULL);
  append_figure (text, check, figure, chinese);
  const char *unit = rows[check].unit;
  if (g_str_equal (unit, "bits"))
    g_string_append (text, chinese ? "位" : " bits");
  else if (g_str_equal (unit, "items"))
    g_string_append (text, chinese ? "项" : " items");
  return g_string_free (text, FALSE);
}

char *
anf_check_explain (
    AnfCheck check, gint64 figure, gint64 threshold, const char *detail, gboolean chinese)
{
  GString *text = g_string_new (NULL);
  for (const char *at = chinese ? rows[check].words_zh : rows[check].words; *at != '\0'; at++)
    {
      if (at[0] != '{')
        {
          g_string_append_c (text, *at);
          continue;
        }
      if (at[1] == 'd')
        g_string_append (text, detail != NULL ? detail : "?");
      else
        append_figure (text, check, at[1] == 'f' ? figure : threshold, chinese);
      at += strlen ("f}");
    }
  return g_string_free (text, FALSE);
}
